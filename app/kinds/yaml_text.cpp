#include "yaml_text.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <algorithm>

namespace armillary::app {

namespace {

const QString kIndent = QStringLiteral("  ");

/// What a text area changes or a reader cannot see: spaces of other kinds, line ends of other alphabets, marks that
/// turn the direction of text. Written as escapes.
bool isUnseen(QChar c) {
    const char16_t code = c.unicode();
    return code == 0x7f || code == 0x85 || code == 0xa0 || code == 0xad || (code >= 0x200b && code <= 0x200f) ||
           (code >= 0x2028 && code <= 0x202e) || (code >= 0x2060 && code <= 0x2069) || code == 0xfeff ||
           code == 0xfffc || code == 0xfdd0 || code == 0xfdd1;
}

QString doubleQuoted(const QString& text) {
    // JSON's escapes are a subset of YAML's; an array of one gives the quoted string between its brackets.
    const QByteArray json = QJsonDocument(QJsonArray{text}).toJson(QJsonDocument::Compact);
    const QString quoted = QString::fromUtf8(json.sliced(1, json.size() - 2));
    if (std::ranges::none_of(quoted, isUnseen)) return quoted;
    QString escaped;
    for (const QChar c : quoted)
        isUnseen(c) ? escaped += QStringLiteral("\\u%1").arg(static_cast<uint>(c.unicode()), 4, 16, QChar(u'0'))
                    : escaped += c;
    return escaped;
}

/// Whether a reader of YAML 1.1 would take the bare text for something other than a string.
bool readsAsSomethingElse(const QString& text) {
    static const QStringList kWords = {"y",    "n",     "yes",  "no", "on",   "off",
                                       "true", "false", "null", "~",  ".inf", ".nan"};
    if (kWords.contains(text, Qt::CaseInsensitive)) return true;
    // Numbers, and dates and times, which YAML 1.1 knows as well: only digits and what stands between them.
    const QChar first = text.front();
    const bool numeric = first.isDigit() || ((first == u'-' || first == u'+' || first == u'.') && text.size() > 1);
    return numeric && std::ranges::all_of(text, [](QChar c) {
               return c.isDigit() || QStringView(u"+-._:eExXaAbBcCdDfFoOTZ").contains(c);
           });
}

bool isBare(const QString& text) {
    if (text.isEmpty() || text.front().isSpace() || text.back().isSpace() || text.endsWith(u':')) return false;
    if (QStringView(u"-?:,[]{}#&*!|>'\"%@`=<").contains(text.front())) return false;
    if (text.contains(QLatin1StringView(": ")) || text.contains(QLatin1StringView(" #"))) return false;
    if (std::ranges::any_of(text, [](QChar c) { return c.unicode() < 0x20 || isUnseen(c); })) return false;
    return !readsAsSomethingElse(text);
}

/// Text of several lines reads best as a block, where a block can hold it exactly.
bool fitsBlock(const QString& text) {
    return text.contains(u'\n') && text.front() != u' ' && text.front() != u'\n' &&
           std::ranges::none_of(
               text, [](QChar c) { return c != u'\n' && c != u'\t' && (c.unicode() < 0x20 || isUnseen(c)); });
}

class Writer {
public:
    QString take() { return std::move(m_text); }

    void object(const QJsonObject& object, int depth, bool firstInline) {
        for (auto field = object.begin(); field != object.end(); ++field) {
            if (!std::exchange(firstInline, false)) indent(depth);
            m_text += (isBare(field.key()) ? field.key() : doubleQuoted(field.key())) + u':';
            value(field.value(), depth);
        }
    }

private:
    void indent(int depth) { m_text += kIndent.repeated(depth); }

    /// After "key:": a scalar on the same line, or what is nested below.
    void value(const QJsonValue& value, int depth) {
        if (value.isObject() && !value.toObject().isEmpty()) {
            m_text += u'\n';
            object(value.toObject(), depth + 1, false);
        } else if (value.isArray() && !value.toArray().isEmpty()) {
            m_text += u'\n';
            array(value.toArray(), depth);
        } else {
            m_text += u' ';
            scalar(value, depth);
        }
    }

    void array(const QJsonArray& items, int depth) {
        for (const QJsonValue& item : items) {
            indent(depth);
            m_text += QLatin1StringView("- ");
            if (item.isObject() && !item.toObject().isEmpty())
                object(item.toObject(), depth + 1, true);
            else if (item.isArray() && !item.toArray().isEmpty())
                m_text += QString::fromUtf8(QJsonDocument(item.toArray()).toJson(QJsonDocument::Compact)) + u'\n';
            else
                scalar(item, depth);
        }
    }

    void scalar(const QJsonValue& value, int depth) {
        switch (value.type()) {
            case QJsonValue::Bool:
                m_text += value.toBool() ? QLatin1StringView("true") : QLatin1StringView("false");
                break;
            case QJsonValue::Double:
                m_text += value.toVariant().toString();
                break;
            case QJsonValue::String:
                return string(value.toString(), depth);
            case QJsonValue::Array:
                m_text += QLatin1StringView("[]");
                break;
            case QJsonValue::Object:
                m_text += QLatin1StringView("{}");
                break;
            default:
                m_text += QLatin1StringView("null");
        }
        m_text += u'\n';
    }

    void string(const QString& text, int depth) {
        if (isBare(text) || !fitsBlock(text)) {
            m_text += (isBare(text) ? text : doubleQuoted(text)) + u'\n';
            return;
        }
        // "-" when it does not end in a line break, "+" when it ends in several.
        m_text += text.endsWith(QLatin1StringView("\n\n")) ? QLatin1StringView("|+\n")
                  : text.endsWith(u'\n')                   ? QLatin1StringView("|\n")
                                                           : QLatin1StringView("|-\n");
        QStringList lines = text.split(u'\n');
        if (lines.last().isEmpty()) lines.removeLast();
        for (const QString& line : lines) {
            if (!line.isEmpty()) indent(depth + 1);
            m_text += line + u'\n';
        }
    }

    QString m_text;
};

void mask(QJsonObject& object) {
    for (const auto field : {QLatin1StringView("data"), QLatin1StringView("stringData")}) {
        QJsonObject values = object.value(field).toObject();  // operator[] would put a null there
        for (const QString& key : values.keys()) values[key] = QStringLiteral("(hidden)");
        if (!values.isEmpty()) object[field] = values;
    }
    // What kubectl applied last has the values once more.
    const auto applied = QLatin1StringView("kubectl.kubernetes.io/last-applied-configuration");
    QJsonObject metadata = object.value("metadata").toObject(), annotations = metadata.value("annotations").toObject();
    if (!annotations.contains(applied)) return;
    annotations[applied] = QStringLiteral("(hidden)");
    metadata["annotations"] = annotations;
    object["metadata"] = metadata;
}

}  // namespace

QString yamlText(const std::string& json, const YamlStyle& style) {
    QJsonObject object = QJsonDocument::fromJson(QByteArray::fromStdString(json)).object();
    if (style.maskData) mask(object);
    if (!style.managedFields && object.value("metadata").isObject()) {
        QJsonObject metadata = object["metadata"].toObject();
        metadata.remove("managedFields");
        object["metadata"] = metadata;
    }
    Writer writer;
    writer.object(object, 0, false);
    return writer.take().trimmed();
}

}  // namespace armillary::app
