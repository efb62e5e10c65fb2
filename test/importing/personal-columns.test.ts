import { describe, expect, test } from '@jest/globals';
import { uploadKinds } from '../../lib/domain/index.ts';
import { mapHeader } from '../../lib/importing/header-map.ts';
import { profilesOf } from '../../lib/importing/profiles.ts';
import { importText } from '../stores/import-text.ts';

/** What exports call the columns of persons, in the languages of the layouts that are known. */
const PERSONAL = {
  English: [
    'Contact name',
    'First Name',
    'Surname',
    'E-mail',
    'Email Address',
    'Phone',
    'Mobile',
    'Fax',
    'Street',
    'Date of birth',
  ],
  German: [
    'Ansprechpartner',
    'Vorname',
    'Nachname',
    'E-Mail-Adresse',
    'Telefon',
    'Telefonnummer',
    'Straße',
    'PLZ',
    'Geburtsdatum',
  ],
  French: ['Nom du contact', 'Prénom', 'Nom de famille', 'Courriel', 'Téléphone', 'Adresse', 'Code postal'],
  Spanish: ['Nombre de contacto', 'Apellidos', 'Correo electrónico', 'Teléfono', 'Dirección', 'NIF'],
  Italian: ['Referente', 'Cognome', 'Posta elettronica', 'Telefono', 'Indirizzo', 'Codice fiscale'],
  Dutch: ['Contactpersoon', 'Voornaam', 'Achternaam', 'E-mailadres', 'Telefoonnummer', 'Adres'],
  Japanese: ['氏名', '担当者', 'メールアドレス', '電話番号', '携帯電話', '住所', '郵便番号'],
  Chinese: [
    '姓名',
    '联系人',
    '收货人',
    '邮箱',
    '电子邮件',
    '电话',
    '手机',
    '手机号码',
    '地址',
    '收货地址',
    '身份证号',
  ],
  // of the shops' own layouts
  shops: [
    ...[
      'Billing Name',
      'Shipping Name',
      'Shipping Street',
      'Billing Phone',
      'Customer Email',
      'Note Attributes',
    ],
    ...[
      'billing_first_name',
      'billing_email',
      'customer_note',
      'shipping_address_1',
      'Customer/Email',
      'Customer/Phone',
    ],
    ...['partner_id/email', 'Contact Person', 'CardFName', 'Cellular'],
  ],
} as const;
const NAMES: readonly string[] = Object.values(PERSONAL).flat();

describe('a column of persons', () => {
  const layouts = uploadKinds.flatMap((kind) => profilesOf(kind).map((profile) => ({ kind, profile })));

  test.each(layouts.map((layout) => [layout.kind, layout.profile.name, layout.profile] as const))(
    'of %s (%s) is read into no column, whatever it is called and wherever it stands',
    (kind, _, profile) => {
      const own = Object.values(profile.sources).map(([name = '']) => name);
      const header = [...NAMES, ...own, ...NAMES.map((name) => name.toUpperCase())];

      const { sources } = mapHeader(kind, header, {});

      const read = Object.values(sources).map((place) => header[place]);
      expect(read.filter((name) => !own.includes(name ?? ''))).toEqual([]);
      expect(read.length).toBeGreaterThan(0);
    },
  );

  test.each(Object.keys(PERSONAL) as (keyof typeof PERSONAL)[])(
    'with names in %s leaves nothing of a file of customers but what is no person’s',
    async (language) => {
      const columns = PERSONAL[language];
      const [header, row] = [columns.join(','), columns.map((_, i) => `Person ${i}`).join(',')];

      const { rows, rejects, result } = await importText(
        [`${header},customer_id,country,price_group`, `${row},K1,DE,gold`].join('\n'),
        { kind: 'customers', fileName: 'customers.csv' },
      );

      expect(rows).toMatchObject([{ customer: '~K1', country: 'DE', price_group: 'gold' }]);
      expect(JSON.stringify({ rows, rejects, result })).not.toContain('Person');
    },
  );
});
