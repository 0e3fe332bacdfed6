#include "kind.h"

namespace armillary::app::kinds {

QString toneName(Tone tone) {
    switch (tone) {
        case Tone::Good:
            return QStringLiteral("good");
        case Tone::Warning:
            return QStringLiteral("warning");
        case Tone::Bad:
            return QStringLiteral("bad");
        case Tone::Quiet:
            return QStringLiteral("quiet");
        case Tone::None:
            break;
    }
    return {};
}

void Summary::heading(const QString& text) {
    m_rows.append(QVariantMap{{"label", text}, {"value", QString()}, {"tone", "heading"}});
}

void Summary::add(const QString& label, const QString& value, Tone tone) {
    if (!value.isEmpty()) m_rows.append(QVariantMap{{"label", label}, {"value", value}, {"tone", toneName(tone)}});
}

void Summary::add(const QString& label, const std::string& value, Tone tone) {
    add(label, QString::fromStdString(value), tone);
}

QString Subject::title() const {
    return QString::fromStdString(object->kind()) + u' ' + QString::fromStdString(object->key());
}

std::string Subject::path(std::string_view subresource) const {
    std::string path = resource.path(object->namespace_(), object->name());
    if (!subresource.empty()) path.append("/").append(subresource);
    return path;
}

}  // namespace armillary::app::kinds
