#include "manifest.h"

#include <QJsonDocument>
#include <QObject>
#include <QRegularExpression>
#include <QStringDecoder>
#include <algorithm>

#include "app/kinds/writes.h"
#include "app/kinds/yaml_text.h"
#include "engine/schema/yaml.h"

namespace armillary::app {

namespace {

const QString kHidden = QStringLiteral("(hidden)");

/// "error converting YAML to JSON: yaml: line 3: did not find …" is the reader's.
TextFault faultOf(const std::string& message) {
    static const QRegularExpression kWhere(
        QStringLiteral("^(?:error converting YAML to JSON: )?(?:yaml: )?(?:line (\\d+): )?"));
    const QString text = QString::fromStdString(message);
    const auto where = kWhere.match(text);
    return {text.sliced(where.capturedLength(0)), where.captured(1).toInt()};
}

/// A Secret's values as text, as far as they are text.
QJsonObject decoded(const QJsonObject& secret) {
    QJsonObject data = secret["data"].toObject(), plain = secret["stringData"].toObject();
    for (const QString& key : data.keys()) {
        const auto bytes = QByteArray::fromBase64Encoding(data[key].toString().toLatin1());
        QStringDecoder decoder(QStringDecoder::Utf8);
        const QString text = bytes ? decoder.decode(*bytes) : QString();
        if (!bytes || decoder.hasError() || plain.contains(key)) continue;
        plain[key] = text;
        data.remove(key);
    }
    QJsonObject shown = secret;
    shown["data"] = data;
    if (data.isEmpty()) shown.remove("data");
    if (!plain.isEmpty()) shown["stringData"] = plain;
    return shown;
}

}  // namespace

bool isSecret(const QJsonObject& object) {
    return object["kind"].toString() == u"Secret" && object["apiVersion"].toString() == u"v1";
}

QJsonObject editablePart(const QJsonObject& object, bool statusIsSeparate) {
    QJsonObject part = kinds::withoutNulls(object);
    if (statusIsSeparate) part.remove("status");
    QJsonObject metadata = part["metadata"].toObject();
    for (const auto key :
         {QLatin1StringView("managedFields"), QLatin1StringView("resourceVersion"), QLatin1StringView("generation"),
          QLatin1StringView("uid"), QLatin1StringView("creationTimestamp"), QLatin1StringView("selfLink"),
          QLatin1StringView("deletionTimestamp"), QLatin1StringView("deletionGracePeriodSeconds")})
        metadata.remove(key);
    part["metadata"] = metadata;
    return part;
}

std::expected<QJsonObject, TextFault> readManifest(const QString& text) {
    const QByteArray bytes = text.toUtf8();
    if (bytes.size() > kMostTextBytes)
        return std::unexpected(TextFault{QObject::tr("It is larger than the 3 MiB that a server takes.")});
    const auto json = schema::yamlToJson(std::string_view(bytes.data(), static_cast<std::size_t>(bytes.size())));
    if (!json) {
        TextFault fault = faultOf(json.error().message);
        // What is missing at the end is missed after the last line.
        const auto lines = static_cast<int>(text.trimmed().count(u'\n')) + 1;
        fault.line = std::min(fault.line, lines);
        return std::unexpected(std::move(fault));
    }
    if (json->size() > static_cast<std::size_t>(kMostTextBytes))
        return std::unexpected(
            TextFault{QObject::tr("With its aliases it is larger than the 3 MiB that a server takes.")});
    if (!json->starts_with('{'))
        return std::unexpected(TextFault{QObject::tr("It must be an object: fields with values."), 1});
    QJsonParseError failed;
    const QJsonDocument document = QJsonDocument::fromJson(QByteArray::fromStdString(*json), &failed);
    if (!document.isObject()) return std::unexpected(TextFault{failed.errorString()});
    return kinds::withoutNulls(document.object());
}

QString manifestText(const QJsonObject& object, bool masked) {
    const bool secret = isSecret(object);
    const QJsonObject shown = secret && !masked ? decoded(object) : object;
    return yamlText(QJsonDocument(shown).toJson(QJsonDocument::Compact).toStdString(),
                    {.maskData = masked && secret, .managedFields = true}) +
           u'\n';
}

QJsonObject unmasked(const QJsonObject& edited, const QJsonObject& original) {
    if (!isSecret(original)) return edited;
    QJsonObject secret = edited;
    const QJsonObject known = original["data"].toObject();
    QJsonObject data = secret.value("data").toObject();  // operator[] would put a null there
    for (const QString& key : data.keys())
        if (data[key].toString() == kHidden && known.contains(key)) data[key] = known[key];
    const QJsonObject plain = secret["stringData"].toObject();
    for (auto value = plain.begin(); value != plain.end(); ++value)
        data[value.key()] = QString::fromLatin1(value.value().toString().toUtf8().toBase64());
    secret.remove("stringData");
    if (!data.isEmpty() || secret.contains("data")) secret["data"] = data;

    // What kubectl applied last has the values once more.
    const QJsonObject was = original["metadata"]["annotations"].toObject();
    QJsonObject metadata = secret["metadata"].toObject(), annotations = metadata["annotations"].toObject();
    for (const QString& key : annotations.keys())
        if (annotations[key].toString() == kHidden && was.contains(key)) annotations[key] = was[key];
    if (!annotations.isEmpty()) {
        metadata["annotations"] = annotations;
        secret["metadata"] = metadata;
    }
    return secret;
}

QString identityProblem(const QJsonObject& original, const QJsonObject& edited) {
    const auto differs = [&](auto... path) {
        QJsonValue was = original, is = edited;
        ((was = was[path], is = is[path]), ...);
        return was != is;
    };
    const QString makeAnother = QObject::tr("%1 cannot be changed: that would be another object.");
    if (differs(QLatin1StringView("apiVersion"))) return makeAnother.arg(QStringLiteral("apiVersion"));
    if (differs(QLatin1StringView("kind"))) return makeAnother.arg(QStringLiteral("kind"));
    if (!edited["metadata"].isObject()) return QObject::tr("metadata must be an object.");
    for (const auto key : {QLatin1StringView("name"), QLatin1StringView("namespace")})
        if (differs(QLatin1StringView("metadata"), key)) return makeAnother.arg(QStringLiteral("metadata.") + key);
    return {};
}

}  // namespace armillary::app
