#include "pseudo_translator.h"

#include <QRegularExpression>

namespace armillary::app {

namespace {

QChar accented(QChar letter) {
    static const QString from = QStringLiteral("AaCcDdEeGgHhIiJjKkLlNnOoRrSsTtUuWwYyZz");
    static const QString to = QStringLiteral("ÅåÇçÐđÉéĜĝĤĥÎîĴĵĶķĻļÑñÖöŔŕŠšŢţÛûŴŵÝýŽž");
    const qsizetype at = from.indexOf(letter);
    return at < 0 ? letter : to[at];
}

}  // namespace

QString PseudoTranslator::pseudo(const QString& text) {
    if (text.isEmpty()) return text;
    static const QRegularExpression untouched(QStringLiteral("%L?[0-9n]|<[^>]*>|&[a-z]+;"));
    // Its direction is that of what comes first: a mark that is not seen.
    QString made = QStringLiteral("\u200f[");
    qsizetype at = 0, letters = 0;
    const auto take = [&](qsizetype to) {
        for (; at < to; ++at, ++letters) made += accented(text[at]);
    };
    for (auto matches = untouched.globalMatch(text); matches.hasNext();) {
        const QRegularExpressionMatch match = matches.next();
        take(match.capturedStart());
        made += match.captured();
        at = match.capturedEnd();
    }
    take(text.size());
    const qsizetype more = (letters * 2 + 4) / 5;
    return made + QString(more, u'~') + QLatin1Char(']');
}

QString PseudoTranslator::translate(const char* /*context*/, const char* source, const char* /*disambiguation*/,
                                    int /*n*/) const {
    return pseudo(QString::fromUtf8(source));
}

}  // namespace armillary::app
