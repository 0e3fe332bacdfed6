#include <sys/wait.h>
#include <unistd.h>

#include <boost/json.hpp>
#include <cstdlib>
#include <format>
#include <fstream>

#include "nodes/network/firewall.h"
#include "nodes/network/links.h"
#include "nodes/network/names.h"
#include "nodes/network/network.h"
#include "nodes/network/nft.h"
#include "nodes/network/pod_routes.h"
#include "nodes/network/policy/policy_model.h"
#include "nodes/network/skeleton.h"

namespace armillary::network {
namespace {

namespace fs = std::filesystem;
using Outcome = std::expected<void, std::string>;

/// Writes a kernel setting, unless it already reads so.
Outcome setKernel(const fs::path& file, const std::string& value) {
    std::string current;
    std::ifstream(file) >> current;
    if (current == value) return {};
    std::ofstream out(file);
    out << value << std::flush;
    if (!out)
        return std::unexpected(std::format("cannot write {} to {}: is this running as root, and is {} writable?", value,
                                           file.string(),
                                           file.root_name().string() + "/" + file.relative_path().begin()->string()));
    return {};
}

/// Bridged packets must pass the address translation too: the answer of a pod to a pod on the same bridge would
/// otherwise go straight back, under an address that the caller never called.
Outcome loadBridgeFilter() {
    if (!fs::exists("/proc/sys/net/bridge")) {
        // Loading a module is the machine's own tool's business; a kernel with it built in never comes here.
        const pid_t child = fork();
        if (child == 0) {
            execlp("modprobe", "modprobe", "-q", "br_netfilter", nullptr);
            _exit(127);
        }
        if (child > 0) waitpid(child, nullptr, 0);
    }
    if (!fs::exists("/proc/sys/net/bridge")) {
        return std::unexpected("the kernel has no br_netfilter: load the module (modprobe br_netfilter)");
    }
    return {};
}

/// Written aside and renamed: the runtime watches the folder and must not read half a file.
Outcome writeFile(const fs::path& file, const std::string& text) {
    const fs::path aside = file.string() + ".tmp";
    std::error_code error;
    {
        std::ofstream out(aside, std::ios::trunc);
        out << text;
        if (!out.flush()) return std::unexpected("cannot write " + aside.string());
    }
    fs::rename(aside, file, error);
    if (error) return std::unexpected(std::format("cannot write {}: {}", file.string(), error.message()));
    return {};
}

/// The bridge plugin sets the pods' interfaces up and host-local gives out addresses. Masquerading and host ports are
/// not the plugins' but our table's, so that no iptables rule is left by anybody. The loopback interface is the
/// runtime's own first call.
std::string cniConfiguration(const NetworkConfig& config) {
    const boost::json::value document = {
        {"cniVersion", "1.0.0"},
        {"name", tableName(config.tag)},
        {"plugins",
         boost::json::array{boost::json::object{
             {"type", "bridge"},
             {"bridge", bridgeName(config.tag)},
             {"isGateway", true},
             {"ipMasq", false},
             {"hairpinMode", true},
             {"ipam",
              boost::json::object{
                  {"type", "host-local"},
                  {"dataDir", (config.stateDir / "leases").string()},
                  {"ranges", boost::json::array{boost::json::array{boost::json::object{{"subnet", config.podCidr}}}}},
                  {"routes", boost::json::array{boost::json::object{{"dst", "0.0.0.0/0"}}}}}}}}},
    };
    return boost::json::serialize(document) + "\n";
}

}  // namespace

fs::path cniConfigDir(const NetworkConfig& config) {
    return config.stateDir / "cni";
}

fs::path cniBinaryDir() {
    if (const char* given = std::getenv("CNI_PATH"); given && *given) return given;
    for (const char* folder : {"/usr/lib/cni", "/opt/cni/bin", "/usr/libexec/cni"}) {
        if (fs::exists(fs::path(folder) / "bridge")) return folder;
    }
    return "/usr/lib/cni";
}

Outcome setUpPodNetwork(const NetworkConfig& config) {
    if (auto valid = validate(config); !valid) return valid;
    std::error_code error;
    fs::create_directories(cniConfigDir(config), error);
    if (error)
        return std::unexpected(std::format("cannot make {}: {}", cniConfigDir(config).string(), error.message()));

    const std::string bridge = bridgeName(config.tag);
    if (auto done =
            ensureBridge(bridge, *gatewayAddress(config), Cidr::parse(config.podCidr)->prefix, config.serviceCidr);
        !done) {
        return done;
    }
    if (auto done = loadBridgeFilter(); !done) return done;
    // For this bridge alone; the global switch would change other programs' bridges.
    if (auto done = filterBridged(bridge); !done) return done;
    if (auto done = setKernel("/proc/sys/net/ipv4/ip_forward", "1"); !done) return done;
    // Node ports answer on the loopback address too; the table keeps pods away from the node's loopback.
    if (auto done = setKernel(std::format("/proc/sys/net/ipv4/conf/{}/route_localnet", bridge), "1"); !done)
        return done;
    const auto nft = Nft::create();
    if (auto done = nft->run(skeletonCommands(config)); !done) return done;
    if (auto done = admitForwarding(*nft, bridge); !done) return done;
    // Last: the runtime calls the network ready as soon as it finds this.
    return writeFile(cniConfigDir(config) / "10-armillary.conflist", cniConfiguration(config));
}

std::string missingKernelFeature() {
    if (!fs::exists("/proc/sys/net/ipv4/ip_forward")) return "the kernel has no IPv4 networking";
    // Tried for real, in a table that is gone again at once.
    const std::string table = std::format("armillary-probe-{}", getpid());
    const auto attempt = [&](const std::string& commands) {
        const auto nft = Nft::create();
        const bool works = nft->run(std::format("add table ip {}\n", table) + commands).has_value();
        if (works) nft->run("delete table ip " + table + "\n");
        return works;
    };
    if (!attempt(""))
        return "the kernel has no nftables, or this is not running as root (CONFIG_NF_TABLES, CONFIG_NF_TABLES_IPV4)";
    const std::string chain = std::format("add chain ip {} c\nadd rule ip {} c ", table, table);
    const std::pair<const char*, const char*> rules[] = {
        {"ct status dnat accept", "connection tracking in nftables (CONFIG_NFT_CT)"},
        {"meta l4proto tcp dnat to 127.0.0.1:1", "address translation in nftables (CONFIG_NFT_NAT)"},
        {"masquerade fully-random", "masquerading in nftables (CONFIG_NFT_MASQ)"},
        {"numgen random mod 2 vmap { 0 : accept, 1 : drop }", "number generators in nftables (CONFIG_NFT_NUMGEN)"},
        {"fib daddr type local accept", "routing lookups in nftables (CONFIG_NFT_FIB_IPV4)"},
        {"reject", "rejection in nftables (CONFIG_NFT_REJECT_IPV4)"},
    };
    for (const auto& [rule, what] : rules) {
        std::string commands = chain + rule + "\n";
        if (std::string_view(rule).starts_with("meta") || std::string_view(rule).starts_with("masq")) {
            commands =
                std::format("add chain ip {0} c {{ type nat hook {1} priority 0 ; }}\nadd rule ip {0} c {2}\n", table,
                            std::string_view(rule).starts_with("masq") ? "postrouting" : "prerouting", rule);
        }
        if (!attempt(commands)) return std::string("the kernel lacks ") + what;
    }
    return "";
}

void removeNetwork(const fs::path& stateDir, const std::string& tag) {
    if (!isTag(tag)) return;
    const auto nft = Nft::create();
    withdrawForwarding(*nft, bridgeName(tag));
    // Added first, so that a missing table is no error.
    for (const std::string& table : {tableName(tag), policyTableName(tag)})
        nft->run(std::format("add table ip {0}\ndelete table ip {0}\n", table));
    removePodRoutes(tag);
    removeBridge(bridgeName(tag));
    std::error_code error;
    fs::remove_all(stateDir, error);
}

}  // namespace armillary::network
