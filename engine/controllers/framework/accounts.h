#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/async/clock.h"
#include "engine/async/identifiers.h"
#include "engine/async/pool.h"
#include "engine/client/client.h"
#include "engine/client/events.h"

/// As whom controllers act. Each has an account, and so rights, of its own; several may share one.
/// Source: https://kubernetes.io/docs/reference/access-authn-authz/rbac/#controller-roles and upstream's
/// k8s.io/controller-manager/pkg/clientbuilder.
namespace armillary::controllers {

/// Whom the API sees.
struct Identity {
    std::string name, uid;
    std::vector<std::string> groups;
    std::string userAgent;  ///< what metadata.managedFields calls it
};
/// A client that calls as somebody.
using ClientMaker = std::function<std::unique_ptr<client::Client>(Identity)>;

/// The accounts that are users. Every other name is a service account's in kube-system ("deployment-controller").
/// The manager's own: shared informers, and service accounts' tokens.
inline constexpr std::string_view kManagerAccount = "system:kube-controller-manager";
/// For what upstream runs inside its API server, which may do everything.
inline constexpr std::string_view kApiServerAccount = "system:apiserver";

/// `uid` is the service account's; a user has none.
Identity identityOf(std::string_view account, std::string uid = {});

/// A client and an event recorder for each account. Open them all before any is used; they last as long as this does.
class Accounts {
public:
    Accounts(ClientMaker make, async::Clock& clock, async::Identifiers& identifiers);

    /// Creates the service accounts that do not exist yet, side by side, as the manager. Names may repeat. One that
    /// cannot be had (a webhook may stand in the way) is logged and acts without a UID: rights go by names.
    void open(std::vector<std::string_view> names, async::Pool& helpers);

    /// std::out_of_range for an account that has not been opened; the manager's own always is.
    client::Client& client(std::string_view account) const { return *m_clients.at(std::string(account)); }
    client::EventRecorder& events(std::string_view account) const { return *m_events.at(std::string(account)); }
    /// Of the queue of events that all accounts share.
    async::Activity activity() const { return events(kManagerAccount).activity(); }

private:
    void add(std::string_view account, std::string uid);

    const ClientMaker m_make;
    // The recorders share a queue, which holds clients: those go last.
    std::map<std::string, std::unique_ptr<client::Client>> m_clients;
    std::map<std::string, std::unique_ptr<client::EventRecorder>> m_events;
};

}  // namespace armillary::controllers
