"""Next actions of STAR's wizards, by its flow charts as our flows.

Mosig et al., 2020, STAR: A schema-guided dialog dataset for transfer learning (https://arxiv.org/abs/2010.11853).
"""
