#include "cluster_checks.h"

#include <algorithm>
#include <array>
#include <set>

#include "apply_step.h"
#include "engine/manifest/lines.h"
#include "engine/manifest/locate.h"
#include "engine/resources/resource.h"

namespace armillary::app {

namespace {

/// A busy cluster changes all the time: it is looked at no more often than this.
constexpr auto kClusterLookAfter = std::chrono::milliseconds(1500);
constexpr int kConflict = 409, kBadRequest = 400, kForbidden = 403, kInvalid = 422;

const std::string kManager = "armillary-editor";

/// What is needed whatever is edited, and what is needed where something has pods.
const std::array kAlways{
    relations::Kind{"", "Namespace"},
    relations::Kind{"", "ResourceQuota"},
    relations::Kind{"", "LimitRange"},
    relations::Kind{"policy", "PodDisruptionBudget"},
    relations::Kind{"admissionregistration.k8s.io", "ValidatingAdmissionPolicy"},
    relations::Kind{"admissionregistration.k8s.io", "ValidatingAdmissionPolicyBinding"},
};
const std::array kForPods{relations::Kind{"", "Node"}, relations::Kind{"", "Pod"}};

/// Not read whole, since nobody asked for what they hold.
bool isPrivate(const relations::Kind& kind) {
    return kind.group.empty() && (kind.name == "Secret" || kind.name == "ConfigMap");
}

const resources::Resource* rowFor(const relations::Kind& kind, const std::string& apiVersion) {
    const resources::Resource* best = nullptr;
    for (const resources::Resource& row : resources::Table::builtIn().rows()) {
        if (row.group != kind.group || row.kind != kind.name || row.virtual_ || !row.has(resources::kList)) continue;
        if (!best || row.apiVersion() == apiVersion) best = &row;
    }
    return best;
}

bool isAnswer(const Result<client::Answer>& answer) {
    return answer || answer.error().code == kBadRequest || answer.error().code == kForbidden ||
           answer.error().code == kInvalid || answer.error().code == kConflict;
}

/// Who may not write at all hears of that when he applies.
bool isAboutRights(const Status& status) {
    return status.code == kForbidden && status.message.contains(" is forbidden: User \"");
}

}  // namespace

ClusterChecks::ClusterChecks(QObject* parent) : QObject(parent) {
    m_soon.setSingleShot(true);
    m_soon.setInterval(kClusterLookAfter);
    connect(&m_soon, &QTimer::timeout, this, &ClusterChecks::look);
}

void ClusterChecks::setCluster(Cluster* cluster) {
    if (m_cluster == cluster) return;
    if (m_cluster) {
        disconnect(m_cluster, nullptr, this, nullptr);
        disconnect(m_cluster->gate(), nullptr, this, nullptr);
        for (const auto& [_, feed] : m_feeds)
            if (feed) disconnect(feed, nullptr, this, nullptr), disconnect(feed, nullptr, &m_soon, nullptr);
    }
    ++m_generation;
    m_cluster = cluster;
    m_feeds.clear();
    m_waiting.clear();
    m_tried.clear();
    m_inFlight = false;
    m_side.reset();
    if (!cluster) return;
    connect(cluster, &Cluster::stateChanged, this, &ClusterChecks::look);
    connect(cluster, &Cluster::discoveryChanged, this, &ClusterChecks::look);
    // Now the server may be asked.
    connect(cluster->gate(), &WriteGate::lockChanged, this, &ClusterChecks::changed);
}

bool ClusterChecks::isUsable() const {
    return m_cluster && m_cluster->state() == Cluster::Connected && m_cluster->hasFeeds() && m_cluster->isDiscovered();
}

void ClusterChecks::followKind(const relations::Kind& kind, const std::string& apiVersion) {
    if (m_feeds.contains(kind) || isPrivate(kind)) return;
    const auto* row = rowFor(kind, apiVersion);
    const bool served =
        row && m_cluster->resourceOfKind(QString::fromStdString(kind.group), QString::fromStdString(kind.name));
    Feed* feed = m_feeds[kind] = served ? m_cluster->feed(*row) : nullptr;
    if (!feed) return;
    // Not put off by what comes meanwhile.
    const auto soon = [this] {
        if (!m_soon.isActive()) m_soon.start();
    };
    connect(feed, &Feed::changed, &m_soon, soon);
    connect(feed, &Feed::synced, this, &ClusterChecks::look);
}

void ClusterChecks::follow(const editor::Project& project) {
    if (!isUsable() || project.items().empty()) return;
    const std::size_t before = m_feeds.size();
    for (const relations::Kind& kind : kAlways) followKind(kind, {});
    bool pods = false;
    std::set<relations::ObjectId> there;
    for (const editor::Item& item : project.items()) {
        followKind(item.object.kind, item.apiVersion);
        pods = pods || !relations::podTemplateOf(item.object.kind).spec.empty();
        if (item.value) there.insert(relations::idOf(*item.value));
    }
    if (pods)
        for (const relations::Kind& kind : kForPods) followKind(kind, {});
    std::erase_if(m_tried, [&](const auto& each) { return !there.contains(each.first); });
    if (m_feeds.size() != before) look();
}

/// Feeds that are on their way are waited for: of half a cluster wrong things would be said. Until then holds what was
/// known before.
void ClusterChecks::look() {
    m_soon.stop();
    std::shared_ptr<ClusterSide> side;
    if (isUsable() && !m_feeds.empty()) {
        side = std::make_shared<ClusterSide>();
        for (const auto& [kind, feed] : m_feeds) {
            if (!feed) continue;
            if (!feed->isSynced()) return;
            if (feed->problem().isEmpty()) side->add(kind, feed->narrowedTo().toStdString(), feed->objects());
        }
    }
    if (!side && !m_side) return;
    m_side = std::move(side);
    emit changed();
}

void ClusterChecks::tryOut(const editor::Project& project, const std::vector<relations::ObjectId>& changes) {
    m_waiting.clear();
    if (!isUsable() || !m_side || m_cluster->gate()->isLocked()) return;
    std::set<editor::ItemId> wrong;
    for (const editor::Finding& each : project.findings())
        if (each.what.severity == manifest::Severity::Error && each.what.id != editor::kServerRefuses)
            wrong.insert(each.item);
    const std::set<relations::ObjectId> changed(changes.begin(), changes.end());
    for (const editor::Item& item : project.items()) {
        if (!item.value || wrong.contains(item.id) || m_waiting.size() == kMostWaiting) continue;
        const relations::ObjectId id = relations::idOf(*item.value);
        const bool isChanged =
            m_side->knows(id) ? changed.contains(id) : project.workspace().files()[item.file].isChanged();
        const auto tried = m_tried.find(id);
        const bool isTried = tried != m_tried.end() && !tried->second.stale && tried->second.json == item.value->json();
        if (!isChanged || isTried) continue;
        // What comes into a namespace that comes along can only be tried when that is there.
        const relations::ObjectId home{{"", "Namespace"}, "", id.namespace_};
        if (!id.namespace_.empty() && m_side->knows(home) && !m_side->find(home.kind, "", home.name)) continue;
        m_waiting.push_back({id, item.apiVersion, item.value->json()});
    }
    std::ranges::reverse(m_waiting);
    next();
}

void ClusterChecks::next() {
    while (!m_inFlight && !m_waiting.empty()) {
        const Candidate candidate = std::move(m_waiting.back());
        m_waiting.pop_back();
        ask(candidate);
    }
}

void ClusterChecks::tryRefusedAgain() {
    for (auto& [_, tried] : m_tried) tried.stale = !tried.refused.empty();
}

/// Nothing where there is nobody to ask, or the cluster does not serve such a kind.
void ClusterChecks::ask(const Candidate& candidate) {
    if (!isUsable() || m_cluster->gate()->isLocked()) return;
    ApplyStep step;
    step.item = {candidate.apiVersion, candidate.object.kind.name, candidate.object.namespace_, candidate.object.name,
                 candidate.json};
    const auto place = plan::placeOf(step.item, m_cluster->discovery(), {}, candidate.object.namespace_);
    if (!place) return;
    step.place = *place;
    m_inFlight = true;
    m_cluster->gate()->tryOut(step.write(QString::fromStdString(kManager)), this,
                              [this, candidate, generation = m_generation](const Result<client::Answer>& answer) {
                                  if (generation != m_generation) return;
                                  m_inFlight = false;
                                  take(candidate, answer);
                                  next();
                              });
}

void ClusterChecks::take(const Candidate& candidate, const Result<client::Answer>& answer) {
    // Silence is no refusal; it is tried again after the next change.
    if (!isAnswer(answer)) return;
    Tried tried{.json = candidate.json};
    // Fields that others own are decided about when it is applied.
    if (!answer && answer.error().code != kConflict && !isAboutRights(answer.error()))
        tried.refused = refusedBy(answer.error(), candidate.object.kind);
    m_tried[candidate.object] = std::move(tried);
    emit answered();
}

std::vector<ClusterChecks::Refused> ClusterChecks::refusedBy(const Status& status, const relations::Kind& kind) {
    std::vector<Refused> refused;
    const bool hides = kind == relations::Kind{"", "Secret"};
    // Of a secret the server may cite what it holds.
    const auto said = [&](const std::string& message) {
        return hides ? tr("The server refuses it.").toStdString()
                     : tr("The server refuses it: %1").arg(QString::fromStdString(message)).toStdString();
    };
    if (status.details)
        for (const auto& cause : status.details->causes)
            if (!cause.field.empty()) refused.push_back({cause.field, said(cause.field + ": " + cause.message)});
    if (refused.empty()) refused.push_back({{}, said(status.message)});
    return refused;
}

std::vector<manifest::Finding> ClusterChecks::refusals(const editor::Project& project) const {
    std::vector<manifest::Finding> findings;
    if (!m_side) return findings;
    std::map<std::size_t, manifest::LineIndex> lines;
    for (const editor::Item& item : project.items()) {
        const auto tried = item.value ? m_tried.find(relations::idOf(*item.value)) : m_tried.end();
        if (tried == m_tried.end() || tried->second.refused.empty() || tried->second.json != item.value->json())
            continue;
        const manifest::Node* node = project.nodeOf(item);
        if (!node) continue;
        const auto index = lines.try_emplace(item.file, project.workspace().files()[item.file].text).first;
        for (const Refused& each : tried->second.refused) {
            std::size_t offset = node->begin();
            if (const auto path = manifest::parsePath(each.path))
                if (const auto place = manifest::locate(*node, *path); place && !place->hops.empty())
                    offset = place->hops.back().entry->begin;
            const auto [line, column] = index->second.at(offset);
            findings.push_back(
                {item.file, line, column, manifest::Severity::Error, editor::kServerRefuses, each.message});
        }
    }
    if (!findings.empty()) manifest::dropIgnored(findings, project.sources());
    return findings;
}

}  // namespace armillary::app
