#include "configmap.h"

#include "engine/schema/api/corev1.h"

namespace armillary::app::kinds {

namespace {

Row row(const Object& object) {
    const auto& map = object.as<corev1::ConfigMap>();
    const auto count = static_cast<int>(map.data.size() + map.binaryData.size());
    return {.status = QObject::tr("%n keys", nullptr, count), .tone = Tone::Quiet};
}

void summarise(const Object& object, Summary& summary) {
    const auto& map = object.as<corev1::ConfigMap>();
    if (map.immutable.value_or(false)) summary.add(QObject::tr("Immutable"), QObject::tr("yes"));
}

}  // namespace

constexpr Kind kConfigMap{.group = "", .name = "ConfigMap", .icon = "config", .row = row, .summarise = summarise};

}  // namespace armillary::app::kinds
