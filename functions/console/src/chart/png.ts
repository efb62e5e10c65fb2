/** So that a picture is sharp on paper and on fine screens. */
const SCALE = 2;

/**
 * Draw an SVG document as a PNG file of twice its size.
 *
 * @throws Error when the browser can't, as for a picture larger than it draws
 */
export async function pngOf(svg: string): Promise<Blob> {
  const image = new Image();
  image.src = addressOfSvg(svg);
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = SCALE * image.width;
  canvas.height = SCALE * image.height;
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) =>
    canvas.toBlob((bytes) =>
      bytes === null ? reject(new Error('the browser could not draw this picture')) : resolve(bytes),
    ),
  );
}

/** The address of an image that the content policy allows. */
export const addressOfSvg = (svg: string): string => `data:image/svg+xml,${encodeURIComponent(svg)}`;
