#include "facts.h"

#include <QDateTime>
#include <QJsonArray>
#include <QLocale>
#include <QObject>
#include <QRegularExpression>
#include <QStringDecoder>
#include <algorithm>
#include <tuple>

#include "app/kinds/pod/pod_state.h"
#include "app/kinds/text.h"
#include "condition_words.h"
#include "engine/relations/relations.h"

namespace armillary::app {

namespace {

/// A page's worth; who wants more of it reads the YAML.
constexpr qsizetype kMostText = 4000;
constexpr int kMostRows = 300;

QString cut(const QString& text) {
    return text.size() > kMostText ? text.first(kMostText) + QStringLiteral(" …") : text;
}

QJsonObject at(const QJsonObject& object, std::string_view path) {
    QJsonObject found = object;
    for (const QString& step : QString::fromUtf8(path.data(), static_cast<qsizetype>(path.size())).split(u'.'))
        found = found[step].toObject();
    return found;
}

/// "100m CPU, 64Mi", processors and memory first.
QString amounts(const QJsonObject& resources) {
    QStringList parts;
    if (resources.contains("cpu")) parts << QObject::tr("%1 CPU").arg(resources["cpu"].toVariant().toString());
    if (resources.contains("memory")) parts << resources["memory"].toVariant().toString();
    for (auto amount = resources.begin(); amount != resources.end(); ++amount)
        if (amount.key() != u"cpu" && amount.key() != u"memory")
            parts << amount.value().toVariant().toString() + u' ' + amount.key();
    return parts.join(QStringLiteral(", "));
}

QString ago(const QString& time) {
    const auto parsed = schema::Time::parse(time.toStdString());
    return parsed ? age(*parsed) : QString();
}

struct State {
    QString text, tone, detail;
};

State stateOf(const QJsonObject& status) {
    const QJsonObject running = status["state"]["running"].toObject(), waiting = status["state"]["waiting"].toObject(),
                      ended = status["state"]["terminated"].toObject();
    State state;
    if (!running.isEmpty() || status["state"].toObject().contains("running")) {
        const QString since = ago(running["startedAt"].toString());
        state.text = since.isEmpty() ? QObject::tr("Running") : QObject::tr("Running for %1").arg(since);
        state.tone = status["ready"].toBool() ? QStringLiteral("good") : QStringLiteral("warning");
        if (!status["ready"].toBool()) state.detail = QObject::tr("not ready");
    } else if (!waiting.isEmpty()) {
        const QString reason = waiting["reason"].toString();
        const bool starting = reason == u"ContainerCreating" || reason == u"PodInitializing";
        state.text = starting ? QObject::tr("Starting") : reason;
        state.tone = starting ? QStringLiteral("warning") : QStringLiteral("bad");
        state.detail = waiting["message"].toString();
    } else if (!ended.isEmpty()) {
        const int code = ended["exitCode"].toInt();
        state.text = code == 0 ? QObject::tr("Completed") : QObject::tr("Ended with %1").arg(code);
        state.tone = code == 0 ? QStringLiteral("quiet") : QStringLiteral("bad");
        state.detail = ended["reason"].toString();
    }
    const QJsonObject last = status["lastState"]["terminated"].toObject();
    if (!last.isEmpty() && state.detail.isEmpty())
        state.detail = QObject::tr("the last run ended with %1 (%2), %3 ago")
                           .arg(last["exitCode"].toInt())
                           .arg(last["reason"].toString(), ago(last["finishedAt"].toString()));
    return state;
}

void addContainers(const QJsonArray& containers, const QJsonArray& statuses, const QString& role, QVariantList& into) {
    for (const QJsonValue each : containers) {
        const QJsonObject container = each.toObject();
        const QString name = container["name"].toString();
        QJsonObject status;
        for (const QJsonValue known : statuses)
            if (known["name"].toString() == name) status = known.toObject();
        const State state = stateOf(status);
        QStringList ports;
        for (const QJsonValue port : container["ports"].toArray())
            ports << QString::number(port["containerPort"].toInt());
        const bool sidecar = role == u"init" && container["restartPolicy"].toString() == u"Always";
        into.append(QVariantMap{{"name", name},
                                {"image", container["image"].toString()},
                                {"role", sidecar ? QStringLiteral("sidecar") : role},
                                {"state", state.text},
                                {"tone", state.tone},
                                {"detail", state.detail},
                                {"restarts", status["restartCount"].toInt()},
                                {"requests", amounts(container["resources"]["requests"].toObject())},
                                {"limits", amounts(container["resources"]["limits"].toObject())},
                                {"ports", ports.join(QStringLiteral(", "))}});
        if (into.size() >= kMostRows) return;
    }
}

QVariantList pairs(const schema::StringMap<std::string>& from) {
    QVariantList list;
    for (const auto& [key, value] : from)
        list.append(QVariantMap{{"key", QString::fromStdString(key)}, {"value", cut(QString::fromStdString(value))}});
    return list;
}

std::optional<QString> asText(const QByteArray& bytes) {
    QStringDecoder decoder(QStringDecoder::Utf8);
    const QString text = decoder.decode(bytes);
    if (decoder.hasError() || bytes.contains('\0')) return std::nullopt;
    return text;
}

bool isSecret(const QJsonObject& object) {
    return object["kind"].toString() == u"Secret" && object["apiVersion"].toString() == u"v1";
}

}  // namespace

QVariantList conditionsOf(const QJsonObject& object) {
    QVariantList list;
    for (const QJsonValue each : object["status"]["conditions"].toArray()) {
        const QJsonObject condition = each.toObject();
        const QString type = condition["type"].toString(), status = condition["status"].toString();
        if (type.isEmpty() || list.size() >= kMostRows) continue;
        const ConditionWords words = wordsOf(type, status, condition["reason"].toString());
        const QString changed = condition["lastTransitionTime"].toString();
        list.append(QVariantMap{{"type", type},
                                {"text", words.text},
                                {"tone", words.tone},
                                {"message", cut(condition["message"].toString())},
                                {"reason", condition["reason"].toString()},
                                {"since", ago(changed)},
                                {"time", QLocale().toString(QDateTime::fromString(changed, Qt::ISODate).toLocalTime(),
                                                            QLocale::ShortFormat)}});
    }
    return list;
}

QVariantList containersOf(const QJsonObject& object, const Object& head) {
    const auto place = relations::podTemplateOf(relations::kindOf(head));
    if (place.spec.empty()) return {};
    const QJsonObject spec = at(object, place.spec);
    const QJsonObject status = head.kind() == "Pod" ? object["status"].toObject() : QJsonObject();
    QVariantList list;
    addContainers(spec["initContainers"].toArray(), status["initContainerStatuses"].toArray(), QStringLiteral("init"),
                  list);
    addContainers(spec["containers"].toArray(), status["containerStatuses"].toArray(), {}, list);
    addContainers(spec["ephemeralContainers"].toArray(), status["ephemeralContainerStatuses"].toArray(),
                  QStringLiteral("debug"), list);
    return list;
}

QVariantList labelsOf(const Object& object) {
    return pairs(object.meta().labels);
}

QVariantList annotationsOf(const Object& object) {
    auto annotations = object.meta().annotations;
    if (object.kind() == "Secret" && annotations.contains("kubectl.kubernetes.io/last-applied-configuration"))
        annotations["kubectl.kubernetes.io/last-applied-configuration"] = "(hidden)";
    return pairs(annotations);
}

QVariantList dataOf(const QJsonObject& object) {
    const bool secret = isSecret(object);
    if (!secret && object["kind"].toString() != u"ConfigMap") return {};
    QVariantList list;
    const auto add = [&](const QString& key, qint64 size, const QString& text, bool binary) {
        if (list.size() < kMostRows)
            list.append(QVariantMap{{"key", key},
                                    {"size", QLocale().formattedDataSize(size, 1, QLocale::DataSizeIecFormat)},
                                    {"text", text},
                                    {"binary", binary},
                                    {"secret", secret}});
    };
    const QJsonObject data = object["data"].toObject(), binary = object["binaryData"].toObject();
    for (auto each = data.begin(); each != data.end(); ++each) {
        const QString value = each.value().toString();
        if (secret) {
            const QByteArray bytes = QByteArray::fromBase64(value.toLatin1());
            add(each.key(), bytes.size(), {}, !asText(bytes));
        } else {
            add(each.key(), value.toUtf8().size(), cut(value), false);
        }
    }
    for (auto each = binary.begin(); each != binary.end(); ++each)
        add(each.key(), QByteArray::fromBase64(each.value().toString().toLatin1()).size(), {}, true);
    return list;
}

std::optional<QString> valueOf(const QJsonObject& object, const QString& key) {
    const QJsonValue value = object["data"][key];
    if (!value.isString()) return std::nullopt;
    return isSecret(object) ? asText(QByteArray::fromBase64(value.toString().toLatin1())) : value.toString();
}

QVariantList replicasOf(const std::vector<ObjectRef>& pods, int wanted) {
    struct Square {
        int order;
        QString state, tone, text;
        ObjectRef pod;
    };
    std::vector<Square> squares;
    for (const ObjectRef& pod : pods) {
        const PodState state = podState(*pod);
        Square square{.order = 0, .text = podStatusText(*pod), .pod = pod};
        switch (state) {
            case PodState::Running:
                square.state = QStringLiteral("ready"), square.tone = QStringLiteral("good");
                break;
            case PodState::Starting:
            case PodState::Waiting:
                square.order = 1, square.state = QStringLiteral("starting"), square.tone = QStringLiteral("warning");
                break;
            case PodState::Failing:
                square.order = 2, square.state = QStringLiteral("failing"), square.tone = QStringLiteral("bad");
                break;
            case PodState::Terminating:
                square.order = 4, square.state = QStringLiteral("leaving"), square.tone = QStringLiteral("quiet");
                break;
            case PodState::Ended:
                square.order = 5, square.state = QStringLiteral("ended"), square.tone = QStringLiteral("quiet");
                break;
        }
        squares.push_back(std::move(square));
    }
    const auto counts = [](const Square& square) { return square.order < 4; };
    for (auto there = std::ranges::count_if(squares, counts); wanted > there; ++there) {
        squares.push_back({.order = 3,
                           .state = QStringLiteral("missing"),
                           .tone = QStringLiteral("bad"),
                           .text = QObject::tr("Not made yet"),
                           .pod = nullptr});
        if (there > kMostSquares) break;
    }
    std::ranges::sort(squares, [](const Square& left, const Square& right) {
        return std::tuple(left.order, left.pod ? left.pod->name() : std::string()) <
               std::tuple(right.order, right.pod ? right.pod->name() : std::string());
    });
    QVariantList list;
    for (const Square& square : squares) {
        if (list.size() == kMostSquares) break;
        list.append(QVariantMap{{"state", square.state},
                                {"tone", square.tone},
                                {"text", square.text},
                                {"name", square.pod ? QString::fromStdString(square.pod->name()) : QString()},
                                {"key", square.pod ? QString::fromStdString(square.pod->key()) : QString()}});
    }
    return list;
}

int wantedPods(const QJsonObject& object) {
    const QString kind = object["kind"].toString();
    const QJsonObject spec = object["spec"].toObject(), status = object["status"].toObject();
    if (kind == u"DaemonSet") return status["desiredNumberScheduled"].toInt();
    if (kind == u"Job" || kind == u"CronJob") return -1;
    if (spec.contains("replicas")) return spec["replicas"].toInt();
    return spec.contains("template") ? 1 : -1;
}

}  // namespace armillary::app
