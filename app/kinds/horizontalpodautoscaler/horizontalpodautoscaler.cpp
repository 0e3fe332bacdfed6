#include "horizontalpodautoscaler.h"

#include "../workload.h"
#include "../writes.h"
#include "engine/schema/api/autoscalingv2.h"

namespace armillary::app::kinds {

namespace {

using autoscalingv2::HorizontalPodAutoscaler;

Row row(const Object& object) {
    const auto& scaler = object.as<HorizontalPodAutoscaler>();
    const int now = scaler.status.currentReplicas, most = scaler.spec.maxReplicas;
    Row row{.status = now >= most && most > 0 ? QObject::tr("At its maximum") : QObject::tr("Scaling"),
            .tone = now >= most && most > 0 ? Tone::Warning : Tone::Good};
    row.ready = QObject::tr("%1 of %2 to %3").arg(now).arg(scaler.spec.minReplicas.value_or(1)).arg(most);
    return row;
}

void summarise(const Object& object, Summary& summary) {
    const auto& scaler = object.as<HorizontalPodAutoscaler>();
    summary.add(QObject::tr("Scales"), scaler.spec.scaleTargetRef.kind + " " + scaler.spec.scaleTargetRef.name);
    summary.add(QObject::tr("Replicas"),
                QObject::tr("%1, wants %2").arg(scaler.status.currentReplicas).arg(scaler.status.desiredReplicas));
    summary.add(QObject::tr("Between"),
                QObject::tr("%1 and %2").arg(scaler.spec.minReplicas.value_or(1)).arg(scaler.spec.maxReplicas));
}

std::vector<Action> actions(const Subject& subject) {
    const auto& scaler = subject.object->as<HorizontalPodAutoscaler>();
    const int least = scaler.spec.minReplicas.value_or(1), most = scaler.spec.maxReplicas;
    const auto number = [](const QVariant& input, const char* id, int otherwise) {
        return input.toMap().value(QLatin1StringView(id), otherwise).toInt();
    };
    Action limits{.id = "limits",
                  .title = QObject::tr("Limits…"),
                  .icon = "scale",
                  .shortcut = "S",
                  .verb = QObject::tr("Set limits"),
                  .input = Input::Form,
                  .write =
                      [subject, least, most, number](const QVariant& input) {
                          const auto to = [&](int from, int until) {
                              const QJsonObject spec{{"minReplicas", from}, {"maxReplicas", until}};
                              return mergePatch(subject.path(), {{"spec", spec}});
                          };
                          const int from = number(input, "min", least), until = number(input, "max", most);
                          const QString title = QObject::tr("Keep %1 between %2 and %3 replicas").arg(subject.title());
                          return Write{.title = title.arg(from).arg(until),
                                       .subject = subject.title(),
                                       .calls = {to(from, until)},
                                       .undoTitle = title.arg(least).arg(most),
                                       .undo = {to(least, most)}};
                      },
                  .fields = {{.id = "min",
                              .label = QObject::tr("At least"),
                              .input = Input::Number,
                              .value = least,
                              .options = {},
                              .hint = {}},
                             {.id = "max",
                              .label = QObject::tr("At most"),
                              .input = Input::Number,
                              .value = most,
                              .options = {},
                              .hint = {}}},
                  .check = [least, most, number](const QVariant& input) -> QVariantMap {
                      const int from = number(input, "min", least), until = number(input, "max", most);
                      if (from < 1) return {{"min", QObject::tr("At least one replica.")}};
                      if (until < from) return {{"max", QObject::tr("No less than the other one.")}};
                      return {};
                  }};
    return {std::move(limits)};
}

}  // namespace

constexpr Kind kHorizontalPodAutoscaler{.group = "autoscaling",
                                        .name = "HorizontalPodAutoscaler",
                                        .icon = "scale",
                                        .row = row,
                                        .summarise = summarise,
                                        .actions = actions};

}  // namespace armillary::app::kinds
