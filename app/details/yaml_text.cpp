#include "yaml_text.h"

#include <libfyaml.h>

#include <QJsonDocument>
#include <QJsonObject>
#include <cstdlib>
#include <memory>

namespace armillary::app {

namespace {

std::string masked(const std::string& json) {
    QJsonObject object = QJsonDocument::fromJson(QByteArray::fromStdString(json)).object();
    for (const auto field : {QLatin1StringView("data"), QLatin1StringView("stringData")}) {
        QJsonObject values = object[field].toObject();
        for (const QString& key : values.keys()) values[key] = QStringLiteral("(hidden)");
        if (!values.isEmpty()) object[field] = values;
    }
    return QJsonDocument(object).toJson(QJsonDocument::Compact).toStdString();
}

}  // namespace

QString yamlText(const std::string& json, bool maskData) {
    const std::string source = maskData ? masked(json) : json;
    const std::unique_ptr<fy_document, decltype(&fy_document_destroy)> document(
        fy_document_build_from_string(nullptr, source.data(), source.size()), fy_document_destroy);
    if (!document) return QString::fromStdString(source);
    const auto flags = static_cast<fy_emitter_cfg_flags>(FYECF_MODE_BLOCK | FYECF_INDENT_2 | FYECF_WIDTH_INF | FYECF_DOC_START_MARK_OFF | FYECF_DOC_END_MARK_OFF);
    const std::unique_ptr<char, decltype(&std::free)> text(fy_emit_document_to_string(document.get(), flags), std::free);
    return text ? QString::fromUtf8(text.get()).trimmed() : QString::fromStdString(source);
}

}  // namespace armillary::app
