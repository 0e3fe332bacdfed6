#pragma once

#include <QTranslator>

namespace armillary::app {

/// A language that nobody speaks, made while the program runs, to see what a translation does to the window: every text
/// that goes through Qt's translation tools is in brackets, has accents, is about 40 % longer, and runs from right to
/// left. What has no brackets was forgotten, or is data.
class PseudoTranslator : public QTranslator {
public:
    using QTranslator::QTranslator;

    /// Placeholders (%1, %L1, %n), markup (<b>) and entities (&amp;) stay as they are.
    static QString pseudo(const QString& text);

    QString translate(const char* context, const char* source, const char* disambiguation = nullptr,
                      int n = -1) const override;
    bool isEmpty() const override { return false; }
};

}  // namespace armillary::app
