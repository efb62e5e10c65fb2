import type { LegalPack, LegalRule } from '../../domain/index.ts';

/** A law by name, citation and address. */
export type Law = { name: string; citation: string; url: string };

/** Why a rule is on or off in a market, what Tradewind does for it, and by which law; `null` where no law was found to ask for it. */
export type RuleGround = { why: string; does: string; law: Law | null };

const PRIOR_PRICE: Law = {
  name: 'Price Indication Directive',
  citation: 'Directive 98/6/EC, Art. 6a, as inserted by Directive (EU) 2019/2161, Art. 2',
  url: 'https://eur-lex.europa.eu/eli/dir/2019/2161/oj',
};
const GEO_BLOCKING: Law = {
  name: 'Geo-blocking Regulation',
  citation: 'Regulation (EU) 2018/302, Art. 3 to 5',
  url: 'https://eur-lex.europa.eu/eli/reg/2018/302/oj',
};
const GDPR: Law = {
  name: 'General Data Protection Regulation',
  citation: 'Regulation (EU) 2016/679, Art. 13 to 15, 21 and 22',
  url: 'https://eur-lex.europa.eu/eli/reg/2016/679/oj',
};
const ROBINSON_PATMAN: Law = {
  name: 'Robinson–Patman Act',
  citation: '15 U.S.C. § 13',
  url: 'https://www.law.cornell.edu/uscode/text/15/13',
};
const PIPL: Law = {
  name: 'Personal Information Protection Law of the PRC (中华人民共和国个人信息保护法)',
  citation: 'Art. 24',
  url: 'http://www.npc.gov.cn/npc/c2/c30834/202108/t20210820_313088.html',
};
const PRICE_LAW: Law = {
  name: 'Price Law of the PRC (中华人民共和国价格法)',
  citation: 'Art. 14 (5)',
  url: 'http://english.www.gov.cn/archive/laws_regulations/2014/08/23/content_281474983043640.htm',
};

const OPT_OUT =
  'Every answer gives its reasons. A buyer who opts out is charged by list, price group, contract or quote alone, is in no list of buyers to act on and gets no offers, from the next request on.';
const NO_RESALE_BOUND =
  'The minimum price that a supplier lets resellers advertise bounds what a reseller shows. It never bounds the price that the seller itself charges: it is told and binds nothing.';
const NOTHING = 'Nothing.';
const PARITY_DOES =
  'A list price moves no further from what other price groups pay than the gap that the rules allow, or than today’s where that is wider. Every night reports what comparable buyers paid and the widest gap with its reason. Price tests draw SKUs, never buyers.';
const NONE_KNOWN: RuleGround = { why: 'Nothing is known of the law here.', does: NOTHING, law: null };

/** The ground of every rule, by pack. Not legal advice: what was read, and what follows from it in the product. */
export const LEGAL_GROUNDS: Readonly<Record<LegalPack, Readonly<Record<LegalRule, RuleGround>>>> = {
  eu: {
    priorPrice: {
      why: 'Whoever announces a reduction to consumers must name the lowest price of the thirty days before it, and measure the reduction from it (C-330/23, Aldi Süd). Sales to traders are outside it.',
      does: 'An answer that proposes less than today’s list price gives the lowest list price of those days: show no higher one as the price before.',
      law: PRIOR_PRICE,
    },
    geoBlocking: {
      why: 'A consumer, or a company that buys for its own use, may buy from any Member State on the terms of the people there. Prices may differ from market to market; who may take them may not.',
      does: 'An answer depends on the market that is asked for, never on the buyer’s country. Whom the shop lets into which market is the seller’s to keep.',
      law: GEO_BLOCKING,
    },
    parity: {
      why: 'Different prices for equal transactions are forbidden to a dominant seller alone, which no file can tell.',
      does: 'The nightly report compares what comparable buyers paid here too.',
      law: {
        name: 'Treaty on the Functioning of the European Union',
        citation: 'Art. 102 (c)',
        url: 'https://eur-lex.europa.eu/eli/treaty/tfeu_2012/art_102/oj',
      },
    },
    minimumAdvertisedPrice: {
      why: 'A floor under what resellers advertise can be resale price maintenance, a hardcore restriction.',
      does: NOTHING,
      law: {
        name: 'Vertical Block Exemption Regulation',
        citation: 'Regulation (EU) 2022/720, Art. 4 (a)',
        url: 'https://eur-lex.europa.eu/eli/reg/2022/720/oj',
      },
    },
    automatedDecisions: {
      why: 'A natural person, so a sole trader too, may object to profiling and to decisions by machine alone that concern it alike, and is told their logic. A company is no person in this sense; it is given the same.',
      does: OPT_OUT,
      law: GDPR,
    },
  },
  gb: {
    priorPrice: {
      why: 'The thirty days of the Directive came after the United Kingdom left; a price before that misleads is an unfair practice.',
      does: NOTHING,
      law: {
        name: 'Digital Markets, Competition and Consumers Act 2024',
        citation: 'c. 13, s. 226',
        url: 'https://www.legislation.gov.uk/ukpga/2024/13/section/226',
      },
    },
    geoBlocking: {
      why: 'The Regulation was not retained.',
      does: NOTHING,
      law: {
        name: 'Geo-Blocking Regulation (Revocation) (EU Exit) Regulations 2019',
        citation: 'S.I. 2019/880',
        url: 'https://www.legislation.gov.uk/uksi/2019/880/contents/made',
      },
    },
    parity: {
      why: 'Different prices for equal transactions are forbidden to a dominant seller alone, which no file can tell.',
      does: 'The nightly report compares what comparable buyers paid here too.',
      law: {
        name: 'Competition Act 1998',
        citation: 'c. 41, s. 18 (2) (c)',
        url: 'https://www.legislation.gov.uk/ukpga/1998/41/section/18',
      },
    },
    minimumAdvertisedPrice: {
      why: 'A floor under what resellers advertise can be resale price maintenance.',
      does: NOTHING,
      law: {
        name: 'Competition Act 1998',
        citation: 'c. 41, s. 2',
        url: 'https://www.legislation.gov.uk/ukpga/1998/41/section/2',
      },
    },
    automatedDecisions: {
      why: 'The retained Regulation gives a natural person safeguards against decisions by machine alone, and the right to object to profiling.',
      does: OPT_OUT,
      law: {
        name: 'UK GDPR, as amended by the Data (Use and Access) Act 2025',
        citation: 'Art. 13 to 15, 21 and 22A to 22D; c. 18, s. 80',
        url: 'https://www.legislation.gov.uk/ukpga/2025/18/section/80',
      },
    },
  },
  us: {
    priorPrice: {
      why: 'No number of days is set: a former price must have been offered in good faith for a reasonable time.',
      does: NOTHING,
      law: {
        name: 'Guides Against Deceptive Pricing',
        citation: '16 CFR § 233.1',
        url: 'https://www.ecfr.gov/current/title-16/chapter-I/subchapter-B/part-233/section-233.1',
      },
    },
    geoBlocking: { why: 'No federal law asks for it.', does: NOTHING, law: null },
    parity: {
      why: 'Charging competing buyers different prices for goods of like grade and quality is unlawful where it may injure competition, unless cost, changed conditions or a competitor’s price explains it.',
      does: PARITY_DOES,
      law: ROBINSON_PATMAN,
    },
    minimumAdvertisedPrice: {
      why: `${NO_RESALE_BOUND} Agreements on resale prices are judged by the rule of reason (Leegin v. PSKS, 551 U.S. 877).`,
      does: 'Nothing is bound by it.',
      law: {
        name: 'Sherman Act',
        citation: '15 U.S.C. § 1',
        url: 'https://www.law.cornell.edu/uscode/text/15/1',
      },
    },
    automatedDecisions: {
      why: 'No federal law gives a buyer the right; states differ, and are not told apart here.',
      does: 'An opt-out that is set is kept all the same.',
      law: null,
    },
  },
  jp: {
    priorPrice: {
      why: 'Another measure than thirty days: a compared price must have been charged for more than half of the last eight weeks, for two weeks in all and within the last two, by the guidelines to the Act. It is not worked out here.',
      does: NOTHING,
      law: {
        name: 'Act against Unjustifiable Premiums and Misleading Representations',
        citation: 'Act No. 134 of 1962, Art. 5 (ii)',
        url: 'https://www.japaneselawtranslation.go.jp/en/laws/view/4562',
      },
    },
    geoBlocking: { why: 'No law asks for it.', does: NOTHING, law: null },
    parity: {
      why: 'Unjustly and continually different prices by region or party are an unfair trade practice where they make business difficult for others, which no file can tell.',
      does: 'The nightly report compares what comparable buyers paid here too.',
      law: {
        name: 'Antimonopoly Act',
        citation: 'Act No. 54 of 1947, Art. 2 (9) (ii) and Art. 19',
        url: 'https://www.jftc.go.jp/en/legislation_gls/amended_ama09/amended_ama15_01.html',
      },
    },
    minimumAdvertisedPrice: {
      why: 'Restricting resale prices is an unfair trade practice.',
      does: NOTHING,
      law: {
        name: 'Antimonopoly Act',
        citation: 'Act No. 54 of 1947, Art. 2 (9) (iv)',
        url: 'https://www.jftc.go.jp/en/legislation_gls/amended_ama09/amended_ama15_01.html',
      },
    },
    automatedDecisions: {
      why: 'The Act on the Protection of Personal Information gives no right against decisions by machine.',
      does: 'An opt-out that is set is kept all the same.',
      law: {
        name: 'Act on the Protection of Personal Information',
        citation: 'Act No. 57 of 2003',
        url: 'https://www.japaneselawtranslation.go.jp/en/laws/view/4241',
      },
    },
  },
  cn: {
    priorPrice: { why: 'Not worked out here.', does: NOTHING, law: null },
    geoBlocking: { why: 'No law asks for it.', does: NOTHING, law: null },
    parity: {
      why: 'Discriminating in price between operators on equal terms of trade is forbidden.',
      does: PARITY_DOES,
      law: PRICE_LAW,
    },
    minimumAdvertisedPrice: { why: NO_RESALE_BOUND, does: NOTHING, law: null },
    automatedDecisions: {
      why: 'Decisions by machine must be transparent and may not treat persons unreasonably differently in price; offers made by them need an easy refusal or a choice that is not about the person. One that weighs heavily on a person must be explained on request, and the person may refuse that a machine alone takes it.',
      does: OPT_OUT,
      law: PIPL,
    },
  },
  none: {
    priorPrice: NONE_KNOWN,
    geoBlocking: NONE_KNOWN,
    parity: NONE_KNOWN,
    minimumAdvertisedPrice: { ...NONE_KNOWN, why: NO_RESALE_BOUND },
    automatedDecisions: { ...NONE_KNOWN, does: 'An opt-out that is set is kept all the same.' },
  },
};
