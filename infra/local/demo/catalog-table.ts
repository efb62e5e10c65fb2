/** How a demo SKU sells: `A` often, `B` steadily, `C` seldom, `I` now and then (intermittent). */
export type SalesClass = 'A' | 'B' | 'C' | 'I';

/** `[name, reference price in EUR a unit, units that buyers order in multiples of, sales class]`. */
export type CatalogRow = readonly [name: string, priceEur: number, stepUnits: number, sales: SalesClass];

/** A category of the demo's catalogue: its yearly season and its SKUs, numbered from 101 in this order. */
export type CatalogCategory = {
  readonly prefix: string;
  readonly category: string;
  readonly brand: string;
  /** Share by which demand swings around its level, 0–1. */
  readonly seasonAmplitude: number;
  /** Day of the year (0–364) on which the season peaks. */
  readonly seasonPeakDay: number;
  readonly rows: readonly CatalogRow[];
};

/** The 60 made-up SKUs of a hardware, packaging and office wholesaler. Names hold commas, quotes and signs on purpose. */
export const catalogTable: readonly CatalogCategory[] = [
  {
    prefix: 'FA',
    category: 'Fasteners',
    brand: 'Boltwright',
    seasonAmplitude: 0.2,
    seasonPeakDay: 140,
    rows: [
      ['Wood screw 4 × 40 mm, zinc, box of 200', 6.9, 5, 'A'],
      ['Wood screw 5 × 60 mm, zinc, box of 200', 9.4, 5, 'A'],
      ['Drywall screw 3.5 × 35 mm, box of 500', 8.2, 5, 'B'],
      ['Hex nut M8, zinc, loose', 0.0385, 500, 'B'],
      ['Washer M8, zinc, box of 500', 11.5, 2, 'B'],
      ['Threaded rod M10 × 1000 mm', 2.65, 10, 'B'],
      ['Wall plug 8 mm, nylon, box of 100', 4.3, 10, 'A'],
      ['Anchor bolt M12 × 120 mm', 1.85, 20, 'C'],
      ['Eye bolt M16, galvanised', 5.6, 4, 'I'],
      ['Rivet 4 × 10 mm, aluminium, box of 500', 14.8, 2, 'C'],
    ],
  },
  {
    prefix: 'TO',
    category: 'Tools',
    brand: 'Anvil & Ash',
    seasonAmplitude: 0.25,
    seasonPeakDay: 115,
    rows: [
      ['Utility knife, 18 mm', 4.75, 5, 'A'],
      ['Utility blades 18 mm, pack of 10', 3.6, 10, 'A'],
      ['Claw hammer 16 oz', 13.9, 2, 'B'],
      ['Pipe wrench 14"', 24.5, 1, 'C'],
      ['Tape measure 5 m', 6.2, 5, 'B'],
      ['Spirit level 60 cm', 17.8, 1, 'C'],
      ['Drill bit set HSS, 19 pieces', 29.9, 1, 'B'],
      ['Cut-off disc 125 mm, pack of 25', 21.4, 2, 'A'],
      ['Torque wrench 40–200 Nm', 89, 1, 'I'],
      ['Cordless drill 18 V, without battery', 119, 1, 'I'],
    ],
  },
  {
    prefix: 'SA',
    category: 'Safety',
    brand: 'Wardline',
    seasonAmplitude: 0.15,
    seasonPeakDay: 300,
    rows: [
      ['Nitrile gloves, size L, box of 100', 8.9, 10, 'A'],
      ['Nitrile gloves, size M, box of 100', 8.9, 10, 'A'],
      ['Assembly gloves, size 9, pair', 2.4, 12, 'B'],
      ['Safety glasses, clear', 5.3, 5, 'B'],
      ['Ear plugs, box of 200 pairs', 19.6, 1, 'B'],
      ['Dust mask FFP2, box of 20', 15.2, 2, 'B'],
      ['Hi-vis vest, yellow', 3.7, 10, 'C'],
      ['Safety helmet, white', 11.9, 2, 'C'],
      ['First-aid kit, wall case', 64, 1, 'I'],
      ['Spill kit, 50 litres', 92, 1, 'I'],
    ],
  },
  {
    prefix: 'PK',
    category: 'Packaging',
    brand: 'Foldmark',
    seasonAmplitude: 0.35,
    seasonPeakDay: 330,
    rows: [
      ['Packing tape 50 mm × 66 m, brown', 2.55, 36, 'A'],
      ['Packing tape 50 mm × 66 m, clear', 2.65, 36, 'A'],
      ['Folding carton 300 × 200 × 150 mm, bundle of 25', 14.6, 4, 'A'],
      ['Folding carton 400 × 300 × 200 mm, bundle of 25', 21.9, 4, 'B'],
      ['Stretch film 500 mm, 23 µm', 7.8, 6, 'A'],
      ['Bubble wrap 500 mm × 100 m', 18.7, 2, 'B'],
      ['Paper padding, recycled, roll of 450 m', 33.5, 1, 'B'],
      ['Mailing bag 250 × 350 mm, box of 100', 9.9, 5, 'B'],
      ['Strapping band 12 mm, roll', 26.8, 1, 'C'],
      ['Edge protector 2 m, bundle of 50', 41, 1, 'I'],
    ],
  },
  {
    prefix: 'OF',
    category: 'Office',
    brand: 'Quillhouse',
    seasonAmplitude: 0.2,
    seasonPeakDay: 250,
    rows: [
      ['Copy paper A4, 80 g, box of 2,500', 19.9, 5, 'A'],
      ['Thermal label 100 × 150 mm, roll of 500', 8.4, 12, 'A'],
      ['Ballpoint pen, blue, box of 50', 12.3, 2, 'B'],
      ['Lever arch file, 80 mm, grey', 2.5, 20, 'B'],
      ['Sticky notes 76 × 76 mm, pack of 12', 6.6, 6, 'C'],
      ['Permanent marker, black, box of 10', 9.7, 3, 'B'],
      ['Clipboard A4', 3.1, 10, 'C'],
      ['Toner cartridge "Nonesuch 26", black', 58, 1, 'C'],
      ['Whiteboard 120 × 90 cm', 84, 1, 'I'],
      ['Label printer, thermal, 4"', 139, 1, 'C'],
    ],
  },
  {
    prefix: 'CL',
    category: 'Cleaning',
    brand: 'Brightwell',
    seasonAmplitude: 0.12,
    seasonPeakDay: 80,
    rows: [
      ['Paper towel roll, 2-ply, pack of 6', 13.4, 4, 'A'],
      ['Industrial wipes, roll of 1,000', 22.6, 2, 'B'],
      ['Hand cleaner 3 litres', 16.9, 2, 'B'],
      ['All-purpose cleaner 10 litres', 24.8, 1, 'C'],
      ['Waste bag 120 litres, roll of 25', 6.1, 10, 'B'],
      ['Floor squeegee 55 cm', 12.7, 1, 'C'],
      ['Push broom 60 cm', 18.2, 1, 'C'],
      ['Absorbent granules 20 kg', 15.5, 2, 'C'],
      ['Cleaning trolley', 154, 1, 'I'],
      ['Degreaser spray 500 ml', 4.9, 12, 'B'],
    ],
  },
];
