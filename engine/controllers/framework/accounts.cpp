#include "engine/controllers/framework/accounts.h"

#include <algorithm>
#include <format>
#include <iostream>

#include "engine/controllers/framework/batch.h"
#include "engine/schema/api/corev1.h"

namespace armillary::controllers {

namespace {

constexpr std::string_view kUserPrefix = "system:";
constexpr std::string_view kAllAuthenticated = "system:authenticated";
constexpr std::string_view kManagerAgent = "kube-controller-manager", kServerAgent = "kube-apiserver";

bool isServiceAccount(std::string_view account) {
    return !account.starts_with(kUserPrefix);
}

/// Its UID.
Result<std::string> ensureServiceAccount(client::Client& client, std::string_view name) {
    const std::string namespace_(metav1::kNamespaceSystem);
    const auto existing = client::get<corev1::ServiceAccount>(client, namespace_, std::string(name));
    if (existing) return (*existing)->uid();
    if (!status::isNotFound(existing.error())) return std::unexpected(existing.error());
    corev1::ServiceAccount account;
    account.metadata.name = name;
    account.metadata.namespace_ = namespace_;
    const auto created = client::create(client, std::move(account));
    if (!created) return std::unexpected(created.error());
    return (*created)->uid();
}

}  // namespace

Identity identityOf(std::string_view account, std::string uid) {
    Identity identity;
    identity.uid = std::move(uid);
    identity.userAgent = account == kApiServerAccount ? kServerAgent : kManagerAgent;
    if (isServiceAccount(account)) {
        const std::string namespace_(metav1::kNamespaceSystem);
        identity.name = "system:serviceaccount:" + namespace_ + ":" + std::string(account);
        identity.groups = {"system:serviceaccounts", "system:serviceaccounts:" + namespace_};
    } else {
        identity.name = account;
        if (account == kApiServerAccount) identity.groups = {"system:masters"};
    }
    identity.groups.emplace_back(kAllAuthenticated);
    return identity;
}

Accounts::Accounts(ClientMaker make, async::Clock& clock, async::Identifiers& identifiers) : m_make(std::move(make)) {
    const std::string manager(kManagerAccount);
    client::Client& client = *(m_clients[manager] = m_make(identityOf(kManagerAccount)));
    m_events[manager] = client::makeEventRecorder(client, clock, identifiers, "controller-manager");
}

void Accounts::open(std::vector<std::string_view> names, async::Pool& helpers) {
    std::ranges::sort(names);
    names.erase(std::ranges::unique(names).begin(), names.end());
    std::vector<std::string> uids(names.size());
    const auto results = inParallel(helpers, names.size(), [&](std::size_t i) -> Result<void> {
        if (!isServiceAccount(names[i])) return {};
        auto uid = ensureServiceAccount(client(kManagerAccount), names[i]);
        if (!uid) return std::unexpected(uid.error());
        uids[i] = std::move(*uid);
        return {};
    });
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (!results[i])
            std::clog << std::format("controllers: service account {}: {}\n", names[i], results[i].error().message);
        add(names[i], std::move(uids[i]));
    }
}

void Accounts::add(std::string_view account, std::string uid) {
    const std::string name(account);
    if (m_clients.contains(name)) return;
    client::Client& client = *(m_clients[name] = m_make(identityOf(account, std::move(uid))));
    m_events[name] = events(kManagerAccount).withClient(client);
}

}  // namespace armillary::controllers
