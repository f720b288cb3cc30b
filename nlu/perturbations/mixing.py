"""Words of the other language in a sentence, at most two."""

from nlu.perturbations import lists

CHINESE_WORDS = lists.replacing("chinese_for_english", most=2)
ENGLISH_WORDS = lists.replacing("english_for_chinese", most=2)
