import { lazily } from '../lazily.tsx';
import type { SkuPlace } from '../sku/sku-place.ts';

/** Comes when the first SKU is opened, and the library that draws its charts after it. */
const SkuRoom = lazily(async () => (await import('../sku/sku-room.tsx')).SkuRoom);

/** One SKU. What was tried of another one is not tried of this. */
export const SkuView = (of: SkuPlace) => <SkuRoom key={`${of.market.market}/${of.sku}`} {...of} />;
