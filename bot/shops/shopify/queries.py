"""What Shopify is asked, in GraphQL; the numbers of nodes keep each query well below the 1000 points that one may cost."""

MONEY = "{ presentmentMoney { amount currencyCode } }"
LINES = """{
  nodes { sku name quantity currentQuantity discountedUnitPriceSet %(money)s }
  pageInfo { hasNextPage endCursor }
}""" % {"money": MONEY}  # noqa: UP031 - braces abound
ORDER = """{
  id name createdAt cancelledAt email phone displayFinancialStatus displayFulfillmentStatus returnStatus paymentGatewayNames
  customer { id }
  shippingAddress { firstName lastName phone countryCodeV2 formatted }
  totalPriceSet %(money)s
  currentTotalPriceSet %(money)s
  fulfillments(first: 5) { deliveredAt estimatedDeliveryAt trackingInfo(first: 1) { company number } }
  refunds(first: 10) { createdAt totalRefundedSet %(money)s }
  lineItems(first: $lines) %(lines)s
}""" % {"money": MONEY, "lines": LINES}  # noqa: UP031

FIND = f"""query Find($query: String!, $orders: Int!, $lines: Int!) {{
  orders(first: $orders, query: $query, sortKey: CREATED_AT, reverse: true) {{ nodes {ORDER} }}
}}"""
MORE_LINES = f"""query MoreLines($id: ID!, $lines: Int!, $after: String!) {{
  order(id: $id) {{ lineItems(first: $lines, after: $after) {LINES} }}
}}"""
CANCEL = """mutation Cancel($id: ID!) {
  orderCancel(
    orderId: $id, reason: CUSTOMER, restock: true, notifyCustomer: true, refundMethod: { originalPaymentMethodsRefund: true }
  ) { job { id done } orderCancelUserErrors { message } }
}"""
JOB = "query Job($id: ID!) { job(id: $id) { id done } }"
UPDATE = """mutation Update($input: OrderInput!) {
  orderUpdate(input: $input) { order { id } userErrors { message } }
}"""
PARCELS = """query Parcels($id: ID!) {
  order(id: $id) {
    fulfillments(first: 5) { fulfillmentLineItems(first: 40) { nodes { id quantity lineItem { sku } } } }
    returns(first: 10) { nodes { name returnLineItems(first: 20) { nodes { ... on ReturnLineItem {
      fulfillmentLineItem { id }
    } } } } }
  }
}"""
RETURN = """mutation GiveBack($input: ReturnRequestInput!) {
  returnRequest(input: $input) { return { id name } userErrors { message } }
}"""
VARIANT = """query Variant($query: String!) {
  productVariants(first: 5, query: $query) { nodes { legacyResourceId sku availableForSale inventoryQuantity inventoryPolicy } }
}"""
