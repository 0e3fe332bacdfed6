#include "usage.h"

#include <QDateTime>
#include <QLocale>
#include <algorithm>

#include "engine/relations/relations.h"
#include "engine/schema/api/corev1.h"
#include "engine/schema/percent.h"
#include "metrics.h"

namespace armillary::app {

namespace {

/// As often as agents measure; the server keeps their answers for half of that.
constexpr auto kPollEvery = std::chrono::seconds(10);
const std::string kApi = "/apis/metrics.k8s.io/v1beta1";
constexpr std::string_view kSimulated = "armillary.dev/simulated";

QString cpuText(double processors) {
    return QObject::tr("%1 CPU").arg(QLocale().toString(processors, 'g', processors < 10 ? 2 : 3));
}

QString memoryText(double bytes) {
    return QLocale().formattedDataSize(static_cast<qint64>(bytes), 1, QLocale::DataSizeIecFormat);
}

/// "45 % of its limit of 128 MiB".
QString shareText(double now, double request, double limit, const QString& of) {
    const auto share = [&](double whole) { return QString::number(qRound(100 * now / whole)); };
    if (limit > 0) return QObject::tr("%1 % of its limit of %2").arg(share(limit), of);
    if (request > 0) return QObject::tr("%1 % of the %2 that it requests").arg(share(request), of);
    return QObject::tr("no limit");
}

}  // namespace

Usage::Usage(QObject* parent) : QObject(parent) {
    m_poll.setInterval(kPollEvery);
    connect(&m_poll, &QTimer::timeout, this, &Usage::sample);
}

void Usage::setFamily(const Family* family) {
    m_family = family;
    // Its pods may become known later than itself.
    connect(family, &Family::changed, this, [this] {
        if (m_target == Target::Workload && m_graphs.isEmpty()) sample();
    });
}

Usage::Target Usage::targetOf(const Object& object) {
    if (object.apiVersion() == "v1" && object.kind() == "Pod") return Target::Pod;
    if (object.apiVersion() == "v1" && object.kind() == "Node") return Target::Node;
    if (object.kind() == "PodTemplate" || relations::podTemplateOf(relations::kindOf(object)).spec.empty())
        return Target::None;
    // A custom kind may have a template where workloads do.
    return object.json().contains("\"containers\"") ? Target::Workload : Target::None;
}

void Usage::setObject(const ObjectRef& object) {
    const bool same = m_object && object && m_object->uid() == object->uid();
    m_object = object;
    if (same) return;
    m_target = object ? targetOf(*object) : Target::None;
    m_missing.clear();
    m_asking = false;
    draw();
    if (m_target == Target::None) return m_poll.stop();
    m_poll.start();
    sample();
}

std::vector<ObjectRef> Usage::pods() const {
    if (m_target == Target::Pod) return {m_object};
    if (m_target == Target::Workload) return m_family ? m_family->pods() : std::vector<ObjectRef>();
    std::vector<ObjectRef> pods;
    if (m_target == Target::Node && m_cluster && m_cluster->hasFeeds())
        for (ObjectRef& pod : m_cluster->feed<corev1::Pod>()->objects())
            if (pod->as<corev1::Pod>().spec.nodeName == m_object->name()) pods.push_back(std::move(pod));
    return pods;
}

Usage::Bounds Usage::bounds(const std::vector<ObjectRef>& pods) const {
    Bounds bounds;
    const auto sum = [&](const std::string& resource, bool limits) {
        double all = pods.empty() ? -1 : 0;
        for (const ObjectRef& pod : pods) {
            const auto one = sumOf(pod->as<corev1::Pod>().spec, resource, limits);
            if (one)
                all += *one;
            else if (m_target != Target::Node)
                return -1.0;
        }
        return all;
    };
    bounds.cpuRequest = sum("cpu", false);
    bounds.memoryRequest = sum("memory", false);
    if (m_target == Target::Node) {
        const auto& allocatable = m_object->as<corev1::Node>().status.allocatable;
        const auto amount = [&](const char* name) {
            const auto found = allocatable.find(std::string(name));
            return found == allocatable.end() ? -1.0 : static_cast<double>(found->second.milliValue()) / 1000;
        };
        bounds.cpuLimit = amount("cpu");
        bounds.memoryLimit = amount("memory");
    } else {
        bounds.cpuLimit = sum("cpu", true);
        bounds.memoryLimit = sum("memory", true);
    }
    return bounds;
}

/// Whether it runs on machines alone that run nothing.
bool Usage::isSimulated(const std::vector<ObjectRef>& pods) const {
    if (m_target == Target::Node) return m_object->meta().labels.contains(kSimulated);
    Feed* const nodes = m_cluster->feed<corev1::Node>();
    return nodes && !pods.empty() && std::ranges::all_of(pods, [&](const ObjectRef& pod) {
               const ObjectRef node = nodes->get(pod->as<corev1::Pod>().spec.nodeName);
               return node && node->meta().labels.contains(kSimulated);
           });
}

std::string Usage::question() const {
    if (m_target == Target::Node) return kApi + "/nodes/" + m_object->name();
    const std::string all = kApi + "/namespaces/" + m_object->namespace_() + "/pods";
    if (m_target == Target::Pod) return all + "/" + m_object->name();
    // Narrower where pods have labels in common; what is not its own is left out by name.
    std::string selector;
    if (const auto labels = relations::podLabels(m_object))
        for (const auto& [key, value] : *labels) selector += (selector.empty() ? "" : ",") + key + "=" + value;
    return selector.empty() ? all : all + "?labelSelector=" + schema::percentEncoded(selector);
}

void Usage::sample() {
    if (!m_cluster || !m_cluster->hasFeeds() || !m_object || m_asking) return;
    std::vector<ObjectRef> pods = this->pods();
    UsageSample plain{.at = QDateTime::currentSecsSinceEpoch()};
    if (m_target != Target::Node && !pods.empty()) {
        plain.restarts = 0;
        for (const ObjectRef& pod : pods) plain.restarts += restartsOf(pod->as<corev1::Pod>());
    }
    const auto none = [&](const QString& why) {
        setMissing(why);
        note(plain);
    };
    const QString kind = m_target == Target::Node ? QStringLiteral("NodeMetrics") : QStringLiteral("PodMetrics");
    if (m_target == Target::Workload && pods.empty()) return none(QStringLiteral("empty"));
    if (isSimulated(pods)) return none(QStringLiteral("simulated"));
    if (m_cluster->isDiscovered() && !m_cluster->resourceOfKind(QStringLiteral("metrics.k8s.io"), kind))
        return none(QStringLiteral("off"));
    m_asking = true;
    m_cluster->ask(
        this, [target = question()](const Reader& reader) { return reader.get(target); },
        [this, uid = m_object->uid(), pods = std::move(pods)](const Result<client::Answer>& answer) {
            if (!m_object || m_object->uid() != uid) return;
            m_asking = false;
            take(answer, pods);
        });
}

void Usage::take(const Result<client::Answer>& answer, const std::vector<ObjectRef>& pods) {
    UsageSample sample{.at = QDateTime::currentSecsSinceEpoch()};
    std::set<std::string> names;
    if (m_target != Target::Node && !pods.empty()) {
        sample.restarts = 0;
        for (const ObjectRef& pod : pods) {
            sample.restarts += restartsOf(pod->as<corev1::Pod>());
            names.insert(pod->name());
        }
    }
    const auto used = answer ? readMetrics(answer->body, names) : std::nullopt;
    if (used) {
        sample.cpu = used->cpu;
        sample.memory = used->memory;
        setMissing({});
    } else if (answer || status::isNotFound(answer.error())) {
        setMissing(QStringLiteral("empty"));
    } else if (status::isForbidden(answer.error())) {
        setMissing(QStringLiteral("forbidden"));
    } else {
        setMissing(QStringLiteral("failed"), QString::fromStdString(answer.error().message));
    }
    note(sample);
}

void Usage::note(UsageSample sample) {
    m_history.add(QString::fromStdString(m_object->uid()), sample);
    draw();
}

void Usage::setMissing(const QString& missing, const QString& problem) {
    m_missing = missing;
    m_problem = problem;
}

QString Usage::missingText() const {
    if (m_missing == u"off")
        return tr("Nobody measures here: this cluster serves no metrics.k8s.io. metrics-server does, once installed.");
    if (m_missing == u"forbidden")
        return tr("You may not read measures (metrics.k8s.io) here. Whoever gave you your rights can add it.");
    if (m_missing == u"simulated") return tr("Its machine is simulated: nothing runs there that could be measured.");
    if (m_missing == u"empty") return tr("Nothing measured yet. A machine reports new pods after about half a minute.");
    if (m_missing == u"failed") return tr("The measures cannot be read: %1").arg(m_problem);
    return {};
}

void Usage::draw() {
    m_graphs.clear();
    if (m_object && m_target != Target::None) {
        const auto& samples = m_history.of(QString::fromStdString(m_object->uid()));
        const Bounds bounds = this->bounds(pods());
        const auto add = [&](const QString& id, const QString& title, double UsageSample::* measure,
                             QString (*text)(double), double request, double limit) {
            const QList<QPointF> points = pointsOf(samples, measure);
            if (points.isEmpty()) return;
            const double now = points.last().y();
            m_graphs.append(QVariantMap{{"id", id},
                                        {"title", title},
                                        {"points", QVariantList(points.begin(), points.end())},
                                        {"now", text(now)},
                                        {"detail", shareText(now, request, limit, text(limit > 0 ? limit : request))},
                                        {"request", request},
                                        {"limit", limit}});
        };
        add(QStringLiteral("cpu"), tr("CPU"), &UsageSample::cpu, cpuText, bounds.cpuRequest, bounds.cpuLimit);
        add(QStringLiteral("memory"), tr("Memory"), &UsageSample::memory, memoryText, bounds.memoryRequest,
            bounds.memoryLimit);
        const QList<QPointF> restarts = pointsOf(samples, &UsageSample::restarts);
        if (!restarts.isEmpty() && restarts.last().y() > 0) {
            const int more = qRound(restarts.last().y() - restarts.first().y());
            m_graphs.append(QVariantMap{{"id", QStringLiteral("restarts")},
                                        {"title", tr("Restarts")},
                                        {"points", QVariantList(restarts.begin(), restarts.end())},
                                        {"now", QLocale().toString(qRound(restarts.last().y()))},
                                        {"detail", more > 0 ? tr("%n of them while this was watched", nullptr, more)
                                                            : tr("none since this is watched")},
                                        {"request", -1.0},
                                        {"limit", -1.0}});
        }
        m_at = samples.empty() ? 0 : samples.back().at;
    }
    emit changed();
}

}  // namespace armillary::app
