#pragma once

#include "engine/controllers/framework/controller.h"

namespace armillary::controllers {

/// Deletes finished jobs after their ttlSecondsAfterFinished, with their pods.
class TtlAfterFinishedController final : public QueuedController {
public:
    explicit TtlAfterFinishedController(const Context& context);
    std::string_view name() const override { return "ttl-after-finished-controller"; }
    Result<Outcome> reconcile(const std::string& key) override;

private:
    client::Informer& m_jobs;
};

}  // namespace armillary::controllers
