#pragma once

#include "engine/controllers/framework/controller.h"

namespace armillary::controllers {

/// Keeps the cluster's CA certificate in every namespace, as config map "kube-root-ca.crt", for pods to trust.
class RootCaController final : public QueuedController {
public:
    RootCaController(const Context& context, std::string caPem);
    std::string_view name() const override { return "root-ca-certificate-publisher"; }
    Result<Outcome> reconcile(const std::string& key) override;

private:
    std::string m_caPem;
    client::Informer &m_namespaces, &m_maps;
};

}  // namespace armillary::controllers
