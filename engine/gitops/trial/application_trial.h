#pragma once

#include <optional>

#include "engine/gitops/health/health.h"
#include "engine/gitops/trial/stand.h"

/// For the sources of this folder only.
namespace armillary::gitops {

/// One application's way through its steps. One thread.
class ApplicationTrial {
public:
    enum class State {
        Working,
        Healthy,  ///< for as long as it has to be; it is looked at further on
        Failed,   ///< nothing more is to be expected
    };

    /// Both outlive it.
    ApplicationTrial(const StagedApplication& application, Stand& stand);

    /// Makes what is to be made, looks at what is there. Nobody waits in it.
    void look();
    State state() const { return m_state; }
    /// What is wrong; of one that works still, what it waits for.
    std::vector<TrialProblem> problems();

private:
    struct Part {
        const StagedObject* staged = nullptr;
        bool isMade = false, isDone = false, isRefused = false;
        std::optional<async::SteadyTime> firstTry;
        HealthState health{Health::Missing, {}};
        std::string refusal;
        bool isGood() const { return isDone || health.health == Health::Healthy || health.health == Health::Suspended; }
    };

    void enterStep();
    void make(Part& part);
    void refuse(Part& part, const Status& status);
    bool replaceOld(const Part& part, const client::Target& target);
    void see(Part& part);
    bool hasEndedBadly(const Part& part) const;
    bool lacksImages();
    void lookAtStep();
    void leaveStep();
    void lookAtAll();
    void fail();
    void say(const std::string& text) const;
    TrialProblem problemOf(const Part& part);

    const StagedApplication& m_application;
    Stand& m_stand;
    State m_state = State::Working;
    bool m_failing = false;
    const std::vector<Step>* m_steps;
    std::size_t m_at = 0;
    std::vector<Part> m_parts;  ///< of this step
    std::vector<Part> m_seen;   ///< of those before it, whose health counts
    std::vector<TrialProblem> m_problems;
    std::optional<async::SteadyTime> m_healthySince;
};

}  // namespace armillary::gitops
