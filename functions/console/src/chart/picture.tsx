import { useEffect, useRef, useState } from 'preact/hooks';
import { inTheme, type PictureOptions } from '../../../../lib/charts/index.ts';
import { useLanguage } from '../language/language.tsx';
import { useShownTheme } from '../theme.ts';
import { ChartFrame } from './chart-frame.tsx';
import type { Figures } from './figures.ts';
import { addressOfSvg } from './png.ts';

type Props<Row> = {
  /** Draws the picture; the same drawing as the command `npm run plot` writes. */
  draw: (options: PictureOptions) => string;
  /** Of the files that a person may save, without its ending. */
  file: string;
  /** What is behind the picture. */
  figures: Figures<Row>;
};

/** Pixels: a picture is drawn anew when its place grows or shrinks by as much. */
const STEP = 20;
const NARROWEST = 300;
const WIDEST = 1280;

/**
 * Show a picture as wide as its place. It is an image of its own, so that neither the content policy nor a name in it can
 * do harm; its words for those who don't see it come from the picture. It is saved as wide as it is made to be, and light.
 */
export function Picture<Row>({ draw, file, figures }: Props<Row>) {
  const { tag } = useLanguage();
  const theme = useShownTheme();
  const place = useRef<HTMLDivElement>(null);
  const width = useWidth(place);
  const svg = width === undefined ? undefined : inTheme(draw({ width, locale: tag }), theme);
  return (
    <ChartFrame file={file} figures={figures} svg={() => inTheme(draw({ locale: tag }), 'light')}>
      <div class="picture" ref={place}>
        {svg !== undefined && <img src={addressOfSvg(svg)} alt={descriptionOf(svg)} />}
      </div>
    </ChartFrame>
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
