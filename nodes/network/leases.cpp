#include "nodes/network/leases.h"

#include <fstream>
#include <utility>
#include <vector>

#include "nodes/network/names.h"

namespace armillary::network {

namespace fs = std::filesystem;

std::size_t releaseLeases(const NetworkConfig& config, fs::file_time_type before,
                          const std::function<std::optional<std::set<std::string>>()>& known) {
    std::vector<std::pair<fs::path, std::string>> leases;  // and the sandbox that has it
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(config.stateDir / "leases" / tableName(config.tag), error)) {
        // Beside the addresses lie a lock and the last address that was given out.
        if (!parseAddress(entry.path().filename().string())) continue;
        const auto written = entry.last_write_time(error);
        std::string sandbox;
        // "SANDBOX\r\nINTERFACE"
        std::getline(std::ifstream(entry.path()), sandbox);
        while (!sandbox.empty() && sandbox.back() <= ' ') sandbox.pop_back();
        if (!error && written < before && !sandbox.empty()) leases.emplace_back(entry.path(), sandbox);
    }
    if (leases.empty()) return 0;
    const auto sandboxes = known();
    if (!sandboxes) return 0;
    std::size_t released = 0;
    for (const auto& [path, sandbox] : leases)
        if (!sandboxes->contains(sandbox)) released += fs::remove(path, error) ? 1 : 0;
    return released;
}

}  // namespace armillary::network
