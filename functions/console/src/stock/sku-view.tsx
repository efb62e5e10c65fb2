import type { HomedMarket } from '../api.ts';
import { useLanguage } from '../language/language.tsx';
import { Loaded, useLoaded } from '../load.tsx';

type Props = { market: HomedMarket; sku: string };

/** One SKU. Its room is loaded when the first one is opened, with the library that draws its charts. */
export function SkuView(props: Props) {
  const { words } = useLanguage();
  const room = useLoaded('SKU room', () => import('../sku/sku-room.tsx'));
  return (
    <Loaded state={room} what={words.sku.room}>
      {({ SkuRoom }) => <SkuRoom key={`${props.market.market}/${props.sku}`} {...props} />}
    </Loaded>
  );
}
