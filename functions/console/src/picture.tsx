import { useEffect, useRef, useState } from 'preact/hooks';
import type { PictureOptions } from '../../../lib/charts/index.ts';
import { useLanguage } from './language/language.tsx';

type Props = {
  /** Draws the picture; the same drawing as the command `npm run plot` writes. */
  draw: (options: PictureOptions) => string;
  /** Of the file that a person may save, without its ending. */
  file: string;
};

/** Pixels: a picture is drawn anew when its place grows or shrinks by as much. */
const STEP = 20;
const NARROWEST = 300;
const WIDEST = 1280;

/**
 * Show a picture as wide as its place. It is an image of its own, so that neither the content policy nor a name in it can
 * do harm; its words for those who don't see it come from the picture.
 */
export function Picture({ draw, file }: Props) {
  const { words, tag } = useLanguage();
  const place = useRef<HTMLElement>(null);
  const width = useWidth(place);
  const svg = width === undefined ? undefined : draw({ width, locale: tag });
  const address = svg === undefined ? undefined : `data:image/svg+xml,${encodeURIComponent(svg)}`;
  return (
    <figure class="picture" ref={place}>
      {svg !== undefined && (
        <>
          <img src={address} alt={descriptionOf(svg)} />
          <figcaption>
            <a class="quiet" href={address} download={`${file}.svg`}>
              {words.picture.save}
            </a>
          </figcaption>
        </>
      )}
    </figure>
  );
}

function useWidth(place: { current: HTMLElement | null }): number | undefined {
  const [width, setWidth] = useState<number>();
  useEffect(() => {
    const element = place.current;
    if (element === null) return;
    const measure = () => {
      const room = Math.floor(element.clientWidth / STEP) * STEP;
      setWidth(Math.min(Math.max(room, NARROWEST), WIDEST));
    };
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    measure();
    return () => observer.disconnect();
  }, [place]);
  return width;
}

/** The words in a picture's title and description. These alone are parsed: the content policy allows no style element. */
function descriptionOf(svg: string): string {
  return [/<title[^>]*>.*?<\/title>/s, /<desc[^>]*>.*?<\/desc>/s]
    .map((element) => element.exec(svg)?.[0] ?? '')
    .map((markup) => new DOMParser().parseFromString(markup, 'text/xml').documentElement.textContent ?? '')
    .filter((words) => words !== '')
    .join('. ');
}
