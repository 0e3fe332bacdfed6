#include "secret.h"

#include "engine/schema/api/corev1.h"

namespace armillary::app::kinds {

namespace {

Row row(const Object& object) {
    const auto& secret = object.as<corev1::Secret>();
    const auto count = static_cast<int>(secret.data.size());
    return {.status = QObject::tr("%n keys", nullptr, count), .tone = Tone::Quiet};
}

void summarise(const Object& object, Summary& summary) {
    const auto& secret = object.as<corev1::Secret>();
    summary.add(QObject::tr("Type"), secret.type);
    if (secret.immutable.value_or(false)) summary.add(QObject::tr("Immutable"), QObject::tr("yes"));
}

}  // namespace

constexpr Kind kSecret{.group = "", .name = "Secret", .icon = "secret", .row = row, .summarise = summarise};

}  // namespace armillary::app::kinds
