"""What click itself says, in Chinese: headings of a help page, and refusals of a wrong command line.

click marks its sentences for gettext under the name `_` (and `ngettext`) of its modules, and ships no catalogue; here
is the part a user of the commands can meet. A sentence not listed stays English; a test holds the list to click's.
"""

from __future__ import annotations

from importlib import import_module

_MODULES = ("core", "decorators", "exceptions", "formatting", "parser", "types", "termui")
SENTENCES: dict[str, str] = {
    "Usage:": "用法：",
    "Options": "选项",
    "Positional arguments": "参数",
    "Commands": "命令",
    "default: {default}": "默认：{default}",
    "Show this message and exit.": "显示本说明。",
    "Show the version and exit.": "显示版本。",
    "Aborted!": "已中止。",
    "Error: {message}": "错误：{message}",
    "Try '{command} {option}' for help.": "查看说明：{command} {option}",
    "Invalid value: {message}": "取值有误：{message}",
    "Invalid value for {param_hint}: {message}": "{param_hint} 取值有误：{message}",
    "Missing argument": "缺少参数",
    "Missing option": "缺少选项",
    "Missing parameter": "缺少参数",
    "Missing command.": "缺少命令。",
    "Choose from:\n\t{choices}": "可选：\n\t{choices}",
    "No such option {name!r}.": "没有选项 {name!r}。",
    "No such command {name!r}.": "没有命令 {name!r}。",
    "Option {name!r} does not take a value.": "选项 {name!r} 后面不带值。",
    "{value!r} is not a valid {number_type}.": "{value!r} 不是数字（{number_type}）。",
    "{value} is not in the range {range}.": "{value} 不在范围 {range} 内。",
    "{name} {filename!r} does not exist.": "{filename!r} 不存在。",
    "{name} {filename!r} is a file.": "{filename!r} 是文件，应为文件夹。",
    "{name} {filename!r} is a directory.": "{filename!r} 是文件夹，应为文件。",
    "{name} {filename!r} is not readable.": "{filename!r} 不可读。",
    "{name} {filename!r} is not writable.": "{filename!r} 不可写。",
    "Error: invalid input": "错误：输入有误",
}
# The singular marks the sentence; Chinese has one form.
PLURALS: dict[str, str] = {
    "Got unexpected extra argument ({args})": "多余的参数（{args}）",
    "Did you mean {possibility}?": "是否指 {possibility}？",
    "Option {name!r} requires an argument.": "选项 {name!r} 后面缺少值。",
    "{value!r} is not {choice}.": "{value!r} 不在可选值中：{choice}。",
}
_SEVERAL = {
    "Did you mean {possibility}?": "是否指其中之一：{possibilities}？",
    "Option {name!r} requires an argument.": "选项 {name!r} 后面应有 {nargs} 个值。",
    "{value!r} is not {choice}.": "{value!r} 不在可选值中：{choices}。",
}


def speak_chinese() -> None:
    """Have click say its own sentences in Chinese for the rest of the process."""
    for name in _MODULES:
        module = import_module(f"click.{name}")
        for mark, said in (("_", _one), ("ngettext", _counted)):
            if hasattr(module, mark):
                setattr(module, mark, said)
    import_module("click.formatting").__dict__["wrap_text"] = _wrap


def _one(sentence: str) -> str:
    return SENTENCES.get(sentence, sentence)


def _counted(one: str, several: str, number: int) -> str:
    if number == 1:
        return PLURALS.get(one, one)
    return _SEVERAL.get(one) or PLURALS.get(one, several)


def _wrap(
    text: str,
    width: int = 78,
    initial_indent: str = "",
    subsequent_indent: str = "",
    preserve_paragraphs: bool = False,  # noqa: FBT002 - as click calls it
) -> str:
    """Wrap as click's `wrap_text` does, but by terminal cells: it counts a Chinese character as one of them."""
    from govaudit.report.renderers import wrap

    paragraphs = text.split("\n\n") if preserve_paragraphs else [text]
    room = width - len(subsequent_indent)
    told = [("\n" + subsequent_indent).join(wrap(paragraph.strip(), room)) for paragraph in paragraphs]
    return "\n\n".join(initial_indent + paragraph for paragraph in told)
