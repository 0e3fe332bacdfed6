#include "engine/controllers/job/plan.h"

#include <algorithm>
#include <map>
#include <set>

#include "engine/controllers/framework/pods.h"
#include "engine/controllers/job/indexes.h"
#include "engine/controllers/replicaset/plan.h"

namespace armillary::controllers::job {

namespace {

/// So many pods are made or removed at once.
constexpr std::size_t kBurst = 500;
/// So many UIDs stand in the status at most.
constexpr std::size_t kMostUncounted = 500;

bool hasFinalizer(const corev1::Pod& pod) {
    return std::ranges::find(pod.metadata.finalizers, kTrackingFinalizer) != pod.metadata.finalizers.end();
}

const batchv1::JobCondition* condition(const batchv1::JobStatus& status, std::string_view type) {
    for (const auto& entry : status.conditions)
        if (entry.type == type && entry.status == corev1::kConditionTrue) return &entry;
    return nullptr;
}

void setCondition(batchv1::JobStatus& status, std::string_view type, bool value, std::string_view reason,
                  std::string message, async::SystemTime now) {
    auto known = std::ranges::find(status.conditions, type, &batchv1::JobCondition::type);
    const std::string_view text = value ? corev1::kConditionTrue : corev1::kConditionFalse;
    if (known != status.conditions.end() && known->status == text) return;
    if (known == status.conditions.end()) known = status.conditions.insert(known, batchv1::JobCondition());
    known->type = type;
    known->status = text;
    known->reason = reason;
    known->message = std::move(message);
    known->lastProbeTime = known->lastTransitionTime = schema::Time(now);
}

/// One pass over a job, its parts in the order in which they run.
class Pass {
public:
    Pass(const batchv1::Job& job, const std::vector<ObjectRef>& pods, async::SystemTime now, const Backoff& before)
        : m_job(job), m_pods(pods), m_now(now), m_before(before) {
        m_plan.status = job.status;
    }

    Plan run() {
        settleCounted();
        countEnded();
        if (isLeaving()) {
            for (const ObjectRef& pod : m_pods) letGo(pod);
            return std::move(m_plan);
        }
        judge();
        if (!isEnding()) fill();
        finish();
        return std::move(m_plan);
    }

private:
    bool isLeaving() const { return m_job.metadata.deletionTimestamp.has_value(); }
    bool indexed() const { return m_job.spec.completionMode == batchv1::kIndexedCompletion; }
    /// The index that a pod works on; none when it is not one of the job's.
    std::optional<std::int32_t> validIndex(const corev1::Pod& pod) const {
        const auto index = indexOf(pod);
        return index && *index < completions() ? index : std::nullopt;
    }
    std::int32_t succeeded() const {
        return m_plan.status.succeeded + waiting(&batchv1::UncountedTerminatedPods::succeeded);
    }
    bool perIndex() const { return indexed() && m_job.spec.backoffLimitPerIndex; }
    std::int32_t completions() const { return m_job.spec.completions.value_or(0); }
    std::int32_t failed() const {
        const auto counts = [&](const auto& entry) {
            return judgeFailure(m_job, entry.second->template as<corev1::Pod>()).action != FailureAction::Ignore;
        };
        return m_plan.status.failed + waiting(&batchv1::UncountedTerminatedPods::failed) +
               static_cast<std::int32_t>(std::ranges::count_if(m_delayed, counts));
    }
    std::int32_t waiting(std::vector<std::string> batchv1::UncountedTerminatedPods::* list) const {
        const auto& uncounted = m_plan.status.uncountedTerminatedPods;
        return uncounted ? static_cast<std::int32_t>(((*uncounted).*list).size()) : 0;
    }

    /// Pods that lost their finalizer, or are gone, become numbers.
    void settleCounted() {
        std::set<std::string> held;
        for (const ObjectRef& pod : m_pods)
            if (hasFinalizer(pod->as<corev1::Pod>())) held.insert(pod->uid());
        auto& uncounted = m_plan.status.uncountedTerminatedPods.ensure();
        const auto settle = [&](std::vector<std::string>& uids, std::int32_t& count) {
            count += static_cast<std::int32_t>(
                std::erase_if(uids, [&](const std::string& uid) { return !held.contains(uid); }));
        };
        settle(uncounted.succeeded, m_plan.status.succeeded);
        settle(uncounted.failed, m_plan.status.failed);
    }

    void countEnded() {
        auto& status = m_plan.status;
        m_done = readIndexes(status.completedIndexes, completions());
        status.active = 0;
        std::int32_t ready = 0, terminating = 0;
        std::vector<ObjectRef> ended;
        std::vector<schema::Time> failures;
        schema::Time lastSuccess;
        for (const ObjectRef& object : m_pods) {
            const auto& pod = object->as<corev1::Pod>();
            const bool won = pod.status.phase == corev1::kPodSucceeded, lost = hasFailed(m_job, pod);
            if (pod.metadata.deletionTimestamp && !hasEnded(pod)) {
                ++terminating;
                m_terminating.push_back(object);
            }
            if (!won && !lost) {
                if (!pod.metadata.deletionTimestamp) {
                    ++status.active;
                    ready += isReady(pod);
                    m_active.push_back(object);
                }
                continue;
            }
            if (won && indexed())
                if (const auto index = validIndex(pod)) m_done.insert(*index);
            if (won) lastSuccess = std::max(lastSuccess, endOf(pod));
            // Those that the job itself sent away have lost their finalizer first.
            if (lost && (hasFinalizer(pod) || !pod.metadata.deletionTimestamp)) failures.push_back(endOf(pod));
            ended.push_back(object);
        }
        m_plan.backoff = backoffOf(failures, lastSuccess, m_before);
        status.ready = ready;
        status.terminating = terminating;
        if (indexed()) {
            // The indexes say who has succeeded; a second pod of the same one is none more.
            status.completedIndexes = writeIndexes(m_done);
            status.succeeded = static_cast<std::int32_t>(m_done.size());
        }
        if (perIndex()) countIndexes(ended);
        for (const ObjectRef& object : ended) account(object);
        if (!status.startTime && !m_job.spec.suspend.value_or(false)) status.startTime = schema::Time(m_now);
    }

    /// Which indexes have failed for good; and the last failed pod of each other one, which is kept until its successor
    /// is there: it alone knows how often the index has failed.
    void countIndexes(const std::vector<ObjectRef>& ended) {
        m_failedIndexes = readIndexes(m_plan.status.failedIndexes.value_or(""), completions());
        std::set<std::int32_t> active;
        for (const ObjectRef& pod : m_active)
            if (const auto index = indexOf(pod->as<corev1::Pod>())) active.insert(*index);
        for (const ObjectRef& object : ended) {
            const auto& pod = object->as<corev1::Pod>();
            const auto index = validIndex(pod);
            if (!index || !hasFinalizer(pod) || !hasFailed(m_job, pod)) continue;
            if (endsIndex(m_job, pod)) m_failedIndexes.insert(*index);
            if (active.contains(*index) || m_done.contains(*index) || isEnding() || isLeaving()) continue;
            ObjectRef& last = m_delayed[*index];
            if (!last || failuresBefore(last->as<corev1::Pod>()).total() <= failuresBefore(pod).total()) last = object;
        }
        std::erase_if(m_delayed, [&](const auto& entry) { return m_failedIndexes.contains(entry.first); });
        m_plan.status.failedIndexes = writeIndexes(m_failedIndexes);
    }

    /// Takes an ended pod into the numbers, unless the failure policy looks past it.
    void account(const ObjectRef& object) {
        const auto& pod = object->as<corev1::Pod>();
        const bool won = pod.status.phase == corev1::kPodSucceeded;
        const auto verdict = won ? FailureVerdict() : judgeFailure(m_job, pod);
        if (verdict.action == FailureAction::FailJob && m_failJob.empty()) m_failJob = verdict.message;
        if (const auto index = indexOf(pod); index && perIndex())
            if (const auto kept = m_delayed.find(*index); kept != m_delayed.end() && kept->second == object) return;
        const bool counts = won ? !indexed() : isCountedAsFailed(pod, verdict);
        if (counts && hasFinalizer(pod) && !record(won, object)) return;
        letGo(object);
    }

    bool isCountedAsFailed(const corev1::Pod& pod, const FailureVerdict& verdict) const {
        return verdict.action != FailureAction::Ignore && (!indexed() || validIndex(pod));
    }

    /// Notes an ended pod among the uncounted; false when that list is full, and the pod has to wait.
    bool record(bool won, const ObjectRef& object) {
        auto& uncounted = m_plan.status.uncountedTerminatedPods.ensure();
        auto& list = won ? uncounted.succeeded : uncounted.failed;
        if (std::ranges::contains(uncounted.succeeded, object->uid()) ||
            std::ranges::contains(uncounted.failed, object->uid()))
            return true;
        if (uncounted.succeeded.size() + uncounted.failed.size() >= kMostUncounted) {
            m_full = true;
            return false;
        }
        list.push_back(object->uid());
        return true;
    }

    void letGo(const ObjectRef& object) {
        if (hasFinalizer(object->as<corev1::Pod>()) && !std::ranges::contains(m_plan.release, object))
            m_plan.release.push_back(object);
    }

    bool isEnding() const {
        return condition(m_plan.status, batchv1::kJobFailureTarget) ||
               condition(m_plan.status, batchv1::kJobSuccessCriteriaMet);
    }

    std::int32_t completed() const { return indexed() ? static_cast<std::int32_t>(m_done.size()) : succeeded(); }

    /// Says by condition how the job is going to end, as soon as that is certain.
    void judge() {
        if (isEnding() || judgeFailures()) return;
        if (perIndex() && judgeIndexes()) return;
        if (const auto met = indexed() ? metSuccessPolicy(m_job, m_done) : std::nullopt)
            return succeed(batchv1::kJobReasonSuccessPolicy, *met);
        // Pods that are not needed any more go first, and do not count as failed.
        const bool enough = m_job.spec.completions ? completed() >= *m_job.spec.completions : succeeded() > 0;
        if (enough && m_active.empty())
            succeed(batchv1::kJobReasonCompletionsReached, "Reached expected number of succeeded pods");
    }

    void succeed(std::string_view reason, std::string message) {
        setCondition(m_plan.status, batchv1::kJobSuccessCriteriaMet, true, reason, std::move(message), m_now);
    }
    bool fail(std::string_view reason, std::string message) {
        setCondition(m_plan.status, batchv1::kJobFailureTarget, true, reason, std::move(message), m_now);
        return true;
    }

    bool judgeFailures() {
        if (!m_failJob.empty()) return fail(batchv1::kJobReasonPodFailurePolicy, m_failJob);
        if (pastBackoffLimit())
            return fail(batchv1::kJobReasonBackoffLimitExceeded, "Job has reached the specified backoff limit");
        const auto& start = m_plan.status.startTime;
        if (!m_job.spec.activeDeadlineSeconds || !start || m_job.spec.suspend.value_or(false)) return false;
        const auto deadline = start->timePoint() + std::chrono::seconds(*m_job.spec.activeDeadlineSeconds);
        if (deadline <= m_now)
            return fail(batchv1::kJobReasonDeadlineExceeded, "Job was active longer than specified deadline");
        lookAgain(deadline - m_now);
        return false;
    }

    bool judgeIndexes() {
        const auto lost = static_cast<std::int32_t>(m_failedIndexes.size());
        if (m_job.spec.maxFailedIndexes && lost > *m_job.spec.maxFailedIndexes)
            return fail(batchv1::kJobReasonMaxFailedIndexesExceeded,
                        "Job has exceeded the specified maximal number of failed indexes");
        if (lost > 0 && lost + completed() >= completions())
            return fail(batchv1::kJobReasonFailedIndexes, "Job has failed indexes");
        return false;
    }

    bool pastBackoffLimit() const {
        const std::int32_t limit = m_job.spec.backoffLimit.value_or(6);
        if (failed() > limit) return true;
        if (m_job.spec.template_.spec.restartPolicy != corev1::kRestartPolicyOnFailure) return false;
        std::int32_t restarts = 0;
        for (const ObjectRef& pod : m_pods) {
            const auto& status = pod->as<corev1::Pod>().status;
            if (status.phase != corev1::kPodRunning && status.phase != corev1::kPodPending) continue;
            for (const auto* containers : {&status.initContainerStatuses, &status.containerStatuses})
                for (const auto& container : *containers) restarts += container.restartCount;
        }
        return limit == 0 ? restarts > 0 : restarts >= limit;
    }

    void lookAgain(async::SystemTime::duration after) {
        const auto wait = std::chrono::ceil<std::chrono::milliseconds>(after);
        m_plan.again = m_plan.again ? std::min(*m_plan.again, wait) : wait;
    }

    void fill() {
        auto& status = m_plan.status;
        if (m_job.spec.suspend.value_or(false)) {
            m_plan.remove = m_active;
            m_plan.forget = true;
            status.startTime.reset();
            if (!condition(status, batchv1::kJobSuspended)) tell("Normal", "Suspended", "Job suspended");
            setCondition(status, batchv1::kJobSuspended, true, "JobSuspended", "Job suspended", m_now);
            return;
        }
        if (condition(status, batchv1::kJobSuspended)) {
            setCondition(status, batchv1::kJobSuspended, false, "JobResumed", "Job resumed", m_now);
            tell("Normal", "Resumed", "Job resumed");
        }
        const std::int32_t parallelism = m_job.spec.parallelism.value_or(1);
        std::int32_t wanted = parallelism;
        if (m_job.spec.completions)
            wanted = std::min(
                parallelism, *m_job.spec.completions - completed() - static_cast<std::int32_t>(m_failedIndexes.size()));
        else if (succeeded() > 0)
            wanted = status.active;
        wanted = std::max(wanted, 0);
        m_plan.remove = surplus(static_cast<std::size_t>(std::max(status.active - wanted, 0)));
        if (!m_plan.remove.empty()) {
            m_plan.forget = true;
            return;
        }
        const std::int32_t room =
            wanted - status.active - (waitsForTerminating(m_job) ? status.terminating.value_or(0) : 0);
        if (room <= 0) return;
        if (const auto left = m_plan.backoff.left(m_now); !perIndex() && left > left.zero()) return lookAgain(left);
        m_plan.create = std::min(static_cast<std::size_t>(room), kBurst);
        if (indexed()) chooseIndexes();
    }

    std::vector<ObjectRef> inLeavingOrder(const std::vector<ObjectRef>& pods, std::size_t count) const {
        std::vector<replicaset::Candidate> candidates;
        for (const ObjectRef& pod : pods) candidates.push_back({pod, 0});
        return replicaset::podsToDelete(std::move(candidates), count, m_now);
    }

    /// Active pods to remove, `atLeast` so many: those without an index of the job and all but the best of one index in
    /// any case, then those that can best go.
    std::vector<ObjectRef> surplus(std::size_t atLeast) const {
        std::vector<ObjectRef> leaving, left;
        if (indexed()) {
            std::map<std::int32_t, std::vector<ObjectRef>> byIndex;
            for (const ObjectRef& pod : m_active) {
                const auto index = indexOf(pod->as<corev1::Pod>());
                if (index && *index < completions())
                    byIndex[*index].push_back(pod);
                else
                    leaving.push_back(pod);
            }
            for (const auto& [index, pods] : byIndex) {
                auto ordered = inLeavingOrder(pods, pods.size());
                left.push_back(std::move(ordered.back()));
                leaving.insert(leaving.end(), ordered.begin(), ordered.end() - 1);
            }
        } else {
            left = m_active;
        }
        if (leaving.size() < atLeast)
            for (ObjectRef& pod : inLeavingOrder(left, atLeast - leaving.size())) leaving.push_back(std::move(pod));
        if (leaving.size() > kBurst) leaving.resize(kBurst);
        return leaving;
    }

    void chooseIndexes() {
        std::set<std::int32_t> taken = m_done;
        taken.insert(m_failedIndexes.begin(), m_failedIndexes.end());
        const auto take = [&](const std::vector<ObjectRef>& pods) {
            for (const ObjectRef& pod : pods)
                if (const auto index = indexOf(pod->as<corev1::Pod>())) taken.insert(*index);
        };
        take(m_active);
        if (waitsForTerminating(m_job)) take(m_terminating);
        for (std::int32_t i = 0; i < completions() && m_plan.indexes.size() < m_plan.create; ++i)
            if (!taken.contains(i) && isDue(i)) m_plan.indexes.push_back(i);
        m_plan.create = m_plan.indexes.size();
    }

    /// Whether an index may have its next pod now; notes how often it has failed.
    bool isDue(std::int32_t index) {
        if (!perIndex()) return true;
        IndexFailures failures;
        if (const auto last = m_delayed.find(index); last != m_delayed.end()) {
            const auto& pod = last->second->as<corev1::Pod>();
            failures = failuresAfter(m_job, pod);
            if (const auto left = Backoff{failures.total(), endOf(pod)}.left(m_now); left > left.zero()) {
                lookAgain(left);
                return false;
            }
        }
        m_plan.indexFailures.push_back(failures);
        return true;
    }

    void tell(std::string_view type, std::string reason, std::string message) {
        m_plan.eventType = type;
        m_plan.eventReason = std::move(reason);
        m_plan.eventMessage = std::move(message);
    }

    /// Lets go of the pods that still run when the job ends: they count as failed when it does, and not otherwise.
    void sendAway(bool failing) {
        for (const auto* pods : {&m_active, &m_terminating})
            for (const ObjectRef& object : *pods) {
                const auto& pod = object->as<corev1::Pod>();
                if (failing && hasFinalizer(pod) && isCountedAsFailed(pod, judgeFailure(m_job, pod)) &&
                    !record(false, object))
                    return;
                if (failing || pods == &m_terminating) letGo(object);
            }
    }

    /// The final condition waits until every pod has ended and been counted.
    void finish() {
        auto& status = m_plan.status;
        const auto *failing = condition(status, batchv1::kJobFailureTarget),
                   *winning = condition(status, batchv1::kJobSuccessCriteriaMet);
        if (!failing && !winning) return;
        m_plan.remove = m_active;
        m_plan.forget = !failing;
        sendAway(failing);
        const bool settled = !m_full && m_active.empty() && m_delayed.empty() && m_plan.release.empty() &&
                             status.terminating.value_or(0) == 0 &&
                             waiting(&batchv1::UncountedTerminatedPods::succeeded) +
                                     waiting(&batchv1::UncountedTerminatedPods::failed) ==
                                 0;
        if (!settled) return;
        status.uncountedTerminatedPods.ensure();
        m_plan.again.reset();
        // Copies: a new condition may move the old ones.
        const std::string reason = failing ? failing->reason : winning->reason,
                          message = failing ? failing->message : winning->message;
        if (failing) {
            setCondition(status, batchv1::kJobFailed, true, reason, message, m_now);
            tell("Warning", reason, message);
        } else {
            setCondition(status, batchv1::kJobComplete, true, reason, message, m_now);
            status.completionTime = schema::Time(m_now);
            tell("Normal", "Completed", "Job completed");
        }
    }

    const batchv1::Job& m_job;
    const std::vector<ObjectRef>& m_pods;
    async::SystemTime m_now;
    const Backoff& m_before;
    Plan m_plan;
    std::vector<ObjectRef> m_active, m_terminating;
    std::set<std::int32_t> m_done, m_failedIndexes;
    std::map<std::int32_t, ObjectRef> m_delayed;  ///< by index
    std::string m_failJob;
    bool m_full = false;  ///< some ended pods have to wait for their turn
};

}  // namespace

bool isFinished(const batchv1::Job& job) {
    return condition(job.status, batchv1::kJobComplete) || condition(job.status, batchv1::kJobFailed);
}

std::optional<async::SystemTime> finishedAt(const batchv1::Job& job) {
    for (const std::string_view type : {batchv1::kJobComplete, batchv1::kJobFailed})
        if (const auto* end = condition(job.status, type)) return end->lastTransitionTime.timePoint();
    return std::nullopt;
}

Plan planJob(const batchv1::Job& job, const std::vector<ObjectRef>& pods, async::SystemTime now,
             const Backoff& before) {
    return Pass(job, pods, now, before).run();
}

}  // namespace armillary::controllers::job
