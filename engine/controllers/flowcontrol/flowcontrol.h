#pragma once

#include "engine/controllers/framework/controller.h"
#include "engine/schema/api/flowcontrolv1.h"

namespace armillary::controllers {

enum class Upkeep { Keep, Create, Update, Remove };

/// What is to be done with an object so that the default configuration is as it should be. `object` is null when there
/// is none, and becomes what is to be written; `fixed` is null for a name that is no default's.
template <class T>
Upkeep planUpkeep(std::optional<T>& object, const T* fixed);

/// Keeps the default configuration of priority and fairness, and says in the status of flow schemas whether their
/// priority levels exist. Keys are "schema/NAME" and "level/NAME".
/// Source: https://kubernetes.io/docs/concepts/cluster-administration/flow-control/#defaults.
class FlowControlController final : public QueuedController {
public:
    explicit FlowControlController(const Context& context);
    std::string_view name() const override { return "priority-and-fairness-config-controller"; }
    void start() override;
    Result<Outcome> reconcile(const std::string& key) override;

private:
    Result<void> sayWhetherDangling(const flowcontrolv1::FlowSchema& schema);

    client::Informer& m_schemas;
    client::Informer& m_levels;
};

}  // namespace armillary::controllers
