"""The response object of the Responses API, in its order of keys."""

import secrets
import time
from dataclasses import dataclass, field
from typing import Any

from playground.simulator.fields import Fields
from playground.simulator.usage import NOTHING, Usage

# What a text model spends on an exchange beside the words: recorded were 2,941 to
# 3,183 tokens in and 66 to 1,249 out.
_TEXT_MODEL_IN = 2_941
_TEXT_MODEL_OUT = 66


def new_id(prefix: str) -> str:
    """As the API makes them: a prefix and 48 hexadecimal digits."""
    return f"{prefix}_{secrets.token_hex(24)}"


@dataclass
class ResponseObject:
    """One response while it comes about."""

    fields: Fields
    model: str
    tools: list[dict[str, Any]]
    id: str = field(default_factory=lambda: new_id("resp"))
    created_at: int = field(default_factory=lambda: int(time.time()))
    output: list[dict[str, Any]] = field(default_factory=list)
    drawn: Usage = NOTHING

    def to_json(
        self, *, words_in: int = 0, words_out: int = 0, done: bool = False
    ) -> dict[str, Any]:
        """Return the object as it stands; usage comes with the finished one."""
        given = self.fields.raw
        return {
            "id": self.id,
            "object": "response",
            "created_at": self.created_at,
            "status": "completed" if done else "in_progress",
            "background": False,
            "billing": {"payer": "developer"},
            "completed_at": int(time.time()) if done else None,
            "error": None,
            "frequency_penalty": 0.0,
            "incomplete_details": None,
            "instructions": given("instructions"),
            "max_output_tokens": given("max_output_tokens"),
            "max_tool_calls": given("max_tool_calls"),
            "model": self.model,
            "moderation": None,
            "output": list(self.output) if done else [],
            "parallel_tool_calls": given("parallel_tool_calls") is not False,
            "presence_penalty": 0.0,
            "previous_response_id": given("previous_response_id"),
            "prompt_cache_key": given("prompt_cache_key"),
            "prompt_cache_retention": None,
            "reasoning": {
                "context": None,
                "effort": "medium",
                "mode": None,
                "summary": None,
            },
            "safety_identifier": given("safety_identifier"),
            "service_tier": "default" if done else "auto",
            "store": given("store") is not False,
            "temperature": 1.0,
            "text": {"format": {"type": "text"}, "verbosity": "medium"},
            "tool_choice": given("tool_choice") or "auto",
            "tool_usage": {
                "image_gen": self.drawn.to_json(),
                "web_search": {"num_requests": 0},
            },
            "tools": self.tools,
            "top_logprobs": 0,
            "top_p": 1.0,
            "truncation": "disabled",
            "usage": _words(words_in, words_out) if done else None,
            "user": given("user"),
            "metadata": given("metadata") or {},
        }


def _words(words_in: int, words_out: int) -> dict[str, Any]:
    used_in, used_out = _TEXT_MODEL_IN + words_in, _TEXT_MODEL_OUT + words_out
    return {
        "input_tokens": used_in,
        "input_tokens_details": {"cache_write_tokens": 0, "cached_tokens": 0},
        "output_tokens": used_out,
        "output_tokens_details": {"reasoning_tokens": 0},
        "total_tokens": used_in + used_out,
    }
