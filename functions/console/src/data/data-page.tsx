import { type HomedMarket, regionsOf } from '../api.ts';
import { useLanguage } from '../language/language.tsx';
import { DropFile } from './drop-file.tsx';
import { RunList } from './run-list.tsx';
import { UploadList } from './upload-list.tsx';
import { UploadPage } from './upload-page.tsx';

type Props = { markets: readonly HomedMarket[]; chosen: HomedMarket | undefined; upload: string | undefined };

/** Files in, and nights over them: `#/{market}/data`, `…/{upload}`. */
export function DataPage({ markets, chosen, upload }: Props) {
  const { words } = useLanguage();
  const shown = chosen === undefined ? markets : [chosen];
  const regions = regionsOf(shown);
  if (upload !== undefined)
    return <UploadPage key={upload} regions={regions} markets={markets} upload={upload} />;
  return (
    <>
      <h2 class="room-title">{words.data.title}</h2>
      <div class="halves">
        <DropFile markets={markets} chosen={chosen} />
        <RunList markets={shown} />
      </div>
      {regions.map((region) => (
        <UploadList key={region.region} region={region} chosen={chosen} />
      ))}
    </>
  );
}
