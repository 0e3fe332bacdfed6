#include "yaml_highlighter.h"

#include <QRegularExpression>

namespace armillary::app {

YamlHighlighter::YamlHighlighter(QObject* parent) : QSyntaxHighlighter(parent) {
    connect(this, &YamlHighlighter::colorsChanged, this, &QSyntaxHighlighter::rehighlight);
}

void YamlHighlighter::setTextDocument(QQuickTextDocument* document) {
    if (m_textDocument == document) return;
    m_textDocument = document;
    setDocument(document ? document->textDocument() : nullptr);
    emit textDocumentChanged();
}

void YamlHighlighter::highlightBlock(const QString& text) {
    static const QRegularExpression kKey(QStringLiteral(R"(^[\s-]*("[^"]*"|[^\s"#][^:]*(?::[^\s:]+)*):(?=\s|$))"));
    static const QRegularExpression kNumber(QStringLiteral(R"(^(-?\d+(\.\d+)?|true|false|null|\[\]|\{\})$)"));
    qsizetype valueStart = 0;
    if (const auto key = kKey.match(text); key.hasMatch()) {
        setFormat(static_cast<int>(key.capturedStart(1)), static_cast<int>(key.capturedLength(1)), m_keyColor);
        valueStart = key.capturedEnd(0);
    }
    while (valueStart < text.size() && (text[valueStart].isSpace() || text[valueStart] == u'-')) ++valueStart;
    const QString value = text.sliced(valueStart);
    if (value.isEmpty()) return;
    setFormat(static_cast<int>(valueStart), static_cast<int>(value.size()),
              kNumber.match(value).hasMatch() ? m_numberColor : m_stringColor);
}

}  // namespace armillary::app
