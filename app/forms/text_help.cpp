#include "text_help.h"

#include <algorithm>

#include "engine/manifest/assist.h"
#include "form_names.h"
#include "shown_text.h"

namespace armillary::app {

namespace {

QString wordOf(manifest::Completion::Kind kind) {
    switch (kind) {
        case manifest::Completion::Kind::Field:
            return QStringLiteral("field");
        case manifest::Completion::Kind::Value:
            return QStringLiteral("value");
        default:
            return QStringLiteral("name");
    }
}

}  // namespace

void TextHelp::setDocument(EditorDocument* document) {
    if (m_document == document) return;
    m_document = document;
    emit documentChanged();
}

const manifest::Workspace::Opened* TextHelp::opened() const {
    if (!m_document || m_document->file() < 0) return nullptr;
    const auto files = m_document->project().workspace().files();
    const auto file = static_cast<std::size_t>(m_document->file());
    return file < files.size() ? &files[file] : nullptr;
}

QVariantList TextHelp::completions(int position) {
    const auto* file = opened();
    if (!file) return {};
    const manifest::Surroundings around{
        .schemas = m_schemas.of(*m_document),
        .names = [this](const relations::Kind& kind,
                        std::string_view namespace_) { return objectNames(*m_document, kind, namespace_); },
        .keys = [this](const relations::ObjectId& object) { return keysOf(*m_document, object); }};
    QVariantList list;
    for (const auto& each : manifest::completions(file->text, byteOffset(file->text, position), around))
        list << QVariantMap{{QStringLiteral("label"), QString::fromStdString(each.label)},
                            {QStringLiteral("detail"), QString::fromStdString(each.detail)},
                            {QStringLiteral("documentation"), QString::fromStdString(each.documentation)},
                            {QStringLiteral("insert"), QString::fromStdString(each.insert)},
                            {QStringLiteral("kind"), wordOf(each.kind)},
                            {QStringLiteral("required"), each.required},
                            {QStringLiteral("deprecated"), each.deprecated},
                            {QStringLiteral("begin"), static_cast<int>(shownPosition(file->text, each.replaces.begin))},
                            {QStringLiteral("end"), static_cast<int>(shownPosition(file->text, each.replaces.end))}};
    return list;
}

QVariantMap TextHelp::hover(int position) {
    const auto* file = opened();
    if (!file) return {};
    const auto hover = manifest::hover(file->text, byteOffset(file->text, position), m_schemas.of(*m_document));
    if (!hover) return {};
    QString text = QString::fromStdString(hover->field.documentation).simplified();
    if (!hover->valueDoc.empty()) text.prepend(QString::fromStdString(hover->valueDoc).simplified() + u'\n');
    return {{QStringLiteral("path"), QString::fromStdString(manifest::print(hover->path))},
            {QStringLiteral("type"), QString::fromStdString(hover->field.word)},
            {QStringLiteral("usual"), QString::fromStdString(hover->field.defaultJson)},
            {QStringLiteral("needed"), hover->field.required},
            {QStringLiteral("doc"), text},
            {QStringLiteral("begin"), static_cast<int>(shownPosition(file->text, hover->range.begin))},
            {QStringLiteral("end"), static_cast<int>(shownPosition(file->text, hover->range.end))}};
}

}  // namespace armillary::app
