#pragma once

#include <QColor>
#include <QQuickTextDocument>
#include <QSyntaxHighlighter>
#include <QtQmlIntegration>

namespace armillary::app {

/// Colours a text area's YAML: keys, quoted text, and numbers with truth values.
class YamlHighlighter : public QSyntaxHighlighter {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(
        QQuickTextDocument* textDocument READ textDocument WRITE setTextDocument NOTIFY textDocumentChanged REQUIRED)
    Q_PROPERTY(QColor keyColor MEMBER m_keyColor NOTIFY colorsChanged)
    Q_PROPERTY(QColor stringColor MEMBER m_stringColor NOTIFY colorsChanged)
    Q_PROPERTY(QColor numberColor MEMBER m_numberColor NOTIFY colorsChanged)

public:
    explicit YamlHighlighter(QObject* parent = nullptr);

    QQuickTextDocument* textDocument() const { return m_textDocument; }
    void setTextDocument(QQuickTextDocument* document);

signals:
    void textDocumentChanged();
    void colorsChanged();

protected:
    void highlightBlock(const QString& text) override;

private:
    QQuickTextDocument* m_textDocument = nullptr;
    QColor m_keyColor, m_stringColor, m_numberColor;
};

}  // namespace armillary::app
