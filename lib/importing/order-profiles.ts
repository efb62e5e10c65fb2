import type { Profile } from './profile.ts';

/**
 * Shopify's export of orders (help.shopify.com, "Exporting orders": one row a line item, further rows of an order leave most
 * fields blank). Its customers are e-mail addresses, which are not kept: the orders are anonymous unless a column of the
 * shop's own names them. The discount is that of the line.
 */
export const shopify: Profile = {
  name: 'Shopify orders',
  kind: 'orders',
  sources: {
    order_id: ['Name'],
    ordered_at: ['Created at'],
    customer_id: ['Customer ID'],
    sku: ['Lineitem sku'],
    quantity: ['Lineitem quantity'],
    unit_price: ['Lineitem price'],
    discount: ['Lineitem discount'],
    currency: ['Currency'],
    status: ['Cancelled at'],
    country: ['Shipping Country', 'Billing Country'],
    description: ['Lineitem name'],
  },
  carries: ['ordered_at', 'customer_id', 'currency', 'status', 'country'],
  // the moment of the cancellation: any is one
  cancelledPattern: '.',
  priceForm: 'lessLineAmount',
};

/**
 * WooCommerce's orders by the extension "Customer / Order / Coupon Export", default format, one row per item
 * (woocommerce.com/document/ordercustomer-csv-export). `item_total` is what the line came to after its discounts, without tax.
 */
export const wooCommerce: Profile = {
  name: 'WooCommerce orders',
  kind: 'orders',
  sources: {
    order_id: ['order_number', 'order_id'],
    line_id: ['item_id'],
    ordered_at: ['order_date', 'date'],
    customer_id: ['customer_id', 'customer_user'],
    sku: ['item_sku'],
    quantity: ['item_quantity'],
    unit_price: ['item_total'],
    currency: ['order_currency'],
    status: ['status', 'order_status'],
    country: ['shipping_country', 'billing_country'],
    description: ['item_name'],
  },
  cancelledPattern: '^(wc-)?(cancelled|failed)$',
  // a guest
  noCustomer: '0',
  priceForm: 'lineTotal',
};

/** WooCommerce's orders by the plug-in "Advanced Order Export" (docs.algolplus.com), a row a product, its labels as they are set. */
export const wooCommerceItems: Profile = {
  name: 'WooCommerce orders (Advanced Order Export)',
  kind: 'orders',
  sources: {
    order_id: ['Order Number'],
    line_id: ['Item #'],
    ordered_at: ['Order Date'],
    customer_id: ['Customer User ID', 'User ID'],
    sku: ['SKU'],
    quantity: ['Quantity (- Refund)', 'Quantity'],
    unit_price: ['Item Cost'],
    currency: ['Order Currency', 'Currency'],
    status: ['Order Status'],
    country: ['Country Code (Shipping)', 'Country Code (Billing)'],
    description: ['Item Name', 'Product Name'],
  },
  carries: ['order_id', 'ordered_at', 'customer_id', 'currency', 'status', 'country'],
  cancelledPattern: '^(?i)(cancelled|failed)$',
};

/**
 * Odoo's sales order lines: exported from their own list, or from the orders with their lines (odoo.com/documentation,
 * "Export and import data": further lines leave the order's fields blank; field labels as in `sale.order.line` of Odoo's
 * source, older ones beside them). A product reads `[E-COM07] Large Cabinet`; the discount is in per cent of the price.
 */
export const odooOrderLines: Profile = {
  name: 'Odoo sale order lines',
  kind: 'orders',
  sources: {
    order_id: ['Order Reference', 'Order Reference/Order Reference', 'order_id', 'name'],
    line_id: ['Order Lines/ID', 'order_line/id'],
    ordered_at: ['Order Date', 'Order Reference/Order Date', 'Creation Date', 'date_order'],
    customer_id: ['Customer/Internal ID', 'Customer/Reference', 'Customer/ID', 'Customer', 'partner_id'],
    sku: [
      ...['Order Lines/Product/Internal Reference', 'Product/Internal Reference'],
      ...['Order Lines/Product', 'Product', 'order_line/product_id', 'product_id'],
    ],
    quantity: [
      'Order Lines/Quantity',
      'Quantity',
      'Order Lines/Ordered Quantity',
      'order_line/product_uom_qty',
    ],
    unit_price: ['Order Lines/Unit Price', 'Unit Price', 'order_line/price_unit'],
    discount: ['Order Lines/Discount (%)', 'Discount (%)', 'order_line/discount'],
    currency: ['Currency', 'Order Reference/Currency', 'currency_id'],
    unit: [
      ...['Order Lines/Unit', 'Order Lines/Unit of Measure', 'Unit', 'Unit of Measure'],
      'order_line/product_uom',
    ],
    status: ['Order Status', 'Status', 'state'],
    description: ['Order Lines/Description', 'Description'],
  },
  carries: ['order_id', 'ordered_at', 'customer_id', 'currency', 'status'],
  skuPattern: String.raw`^\[([^\]]+)\]`,
  cancelledPattern: '^(?i)cancel(l?ed)?$',
  priceForm: 'lessPercent',
};

/**
 * SAP Business One's sales orders: the tables ORDR and RDR1 by their fields or their descriptions (SAP Business One SDK help,
 * "Database tables reference"). `CANCELED` is Y, or C for the cancellation itself.
 */
export const sapBusinessOne: Profile = {
  name: 'SAP Business One',
  kind: 'orders',
  sources: {
    order_id: ['DocNum', 'Document Number', 'Doc. No.', 'DocEntry'],
    line_id: ['LineNum', 'Row Number'],
    ordered_at: ['DocDate', 'Posting Date', 'Document Date'],
    customer_id: ['CardCode', 'Customer/Vendor Code', 'Customer Code', 'BP Code'],
    sku: ['ItemCode', 'Item No.', 'Item Number'],
    quantity: ['Quantity'],
    unit_price: ['Price', 'Price after Discount', 'Unit Price'],
    currency: ['Currency', 'DocCur', 'Price Currency', 'Document Currency'],
    unit: ['unitMsr', 'UomCode', 'UoM Code', 'UoM Name'],
    status: ['CANCELED', 'Canceled'],
    shipped_on: ['ActDelDate'],
    requested_on: ['ShipDate', 'Row Delivery Date'],
    description: ['Dscription', 'Item/Service Description', 'Item Description'],
  },
  carries: ['order_id', 'ordered_at', 'customer_id', 'currency', 'status'],
  cancelledPattern: '^(?i)(y|c|yes)$',
};

/**
 * Orders as Chinese shops and ERP systems name their columns (the words of Kingdee's, Yonyou's and Shopify's Chinese help:
 * 订单编号, 下单时间, 客户编号, 商品编码, 数量, 单价, 币种), in simplified or traditional characters.
 */
export const chineseOrders: Profile = {
  name: 'Chinese orders',
  kind: 'orders',
  sources: {
    order_id: ['订单编号', '订单号', '单据编号', '销售订单号', '訂單編號', '訂單號碼'],
    line_id: ['行号', '分录号', '子订单编号', '行號'],
    ordered_at: ['下单时间', '下单日期', '订单日期', '单据日期', '下單時間', '訂單日期'],
    customer_id: ['客户编号', '客户编码', '客户代码', '客戶編號', '客戶代碼'],
    sku: ['商品编码', '商品编号', '物料编码', '存货编码', '货号', 'SKU编码', '商品編號', '貨號', 'SKU'],
    quantity: ['数量', '销售数量', '订购数量', '數量'],
    unit_price: ['单价', '含税单价', '销售单价', '單價'],
    currency: ['币种', '币别', '货币', '幣別'],
    unit: ['单位', '计量单位', '單位'],
    status: ['订单状态', '状态', '訂單狀態'],
    description: ['商品名称', '物料名称', '商品名稱'],
  },
  carries: ['order_id', 'ordered_at', 'customer_id', 'currency', 'status'],
  cancelledPattern: '^(已取消|取消|已关闭|交易关闭|已作废|作废|已關閉)$',
};
