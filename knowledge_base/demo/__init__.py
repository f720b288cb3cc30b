"""The demo shop Harbour Lane (港湾数码): what it sells, what it says, and 2,000 invented customers with their orders.

`articles`, `products` and `policies.toml` are written by hand. Customers, orders, deliveries, returns, refunds, contacts and
views of products are drawn by `generator` for the 18 months before a given day: the same seed and day give the same rows.
All of it is simulated; no figure computed from it says anything about a real shop.

The segments, so that analytics has something true to find (parameters in `segments.toml`; the truth is in the tables
`shop_truth_segments` and `shop_truth_returns`, which no model may read):

- occasional_buyers: now and then something, without a pattern; the background.
- gadget_lovers: dear devices soon after their release, hardly any reaction to prices, much looking around.
- bargain_hunters: the cheap end; they wait for campaigns, use the coupon, and follow price cuts strongly.
- loyal_repeaters: chargers, cases, earphones and phones every 60, 90, 180 and 365 days, often the same product again.
- photographers: a camera, within six weeks a lens that fits it, later another one.
- families: tablets with cases, accessories in pairs.
- gift_buyers: one order, mostly in a campaign, then gone.
- churners: each interval is longer than the one before; late parcels and unresolved complaints lengthen it further.

For everybody: campaigns (midyear, 11.11, Black Friday, New Year) pull purchases towards them; price cuts are drawn at random,
so that the response to prices can be measured; what fits is bought together (phone, case and charger; camera and lens);
products of one kind are looked at together and not bought together; some products come back far more often than others.

The fixed orders (`fixed.toml`), the same whatever the seed, with days counted from the day for which the shop was made:

- SK1048213 shipped, arrives in 2 days (Alex Morgan, C0002)
- SK1050001 paid yesterday: can be changed and cancelled (C0002)
- SK1050002 packed: can be cancelled, no longer changed (Lin Mei 林梅, C0001)
- SK1050003 delivered 5 days ago: can be returned (C0001)
- SK1050004 cancelled, the refund is on its way (C0002)
- SK1050005 placed, not paid (C0001)
- SK1050006 one of two products returned, not refunded yet (C0002)
- SK1050007 returned and refunded (C0001)
- SK1050008 delivered 45 days ago: too late for a return (C0002)
- SK1050009 shipped, 2 days late (C0001)

The rows live in a database of their own (`database`; by default the file shop.db in the data folder). Deleting it makes a fresh
shop at the next start, dated from that day.
"""
