#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

/// How the one program that needs root, the node agent, gets it. No other is ever run as root.
namespace armillary::programs {

/// The action under which a polkit policy allows the agent: its message is what the prompt says.
inline constexpr std::string_view kNodeAction = "dev.armillary.node";

enum class RootMeans {
    Already,    ///< we are root
    Sudo,       ///< sudo, which asks at the terminal or not at all
    PolicyKit,  ///< pkexec: the desktop asks, once for each command
    ByHand,     ///< nobody to ask: the person runs it
};

/// From a terminal sudo asks; from a window it is taken only where it needs no password, and polkit asks otherwise.
enum class AskedFrom { Terminal, Window };
RootMeans chooseRoot(AskedFrom from);

/// The command line that runs a program as root, as an argument vector. ByHand is what a person types.
std::vector<std::string> asRoot(RootMeans means, const std::filesystem::path& program,
                                std::vector<std::string> arguments);

/// One line that a shell takes for these words.
std::string shellLine(const std::vector<std::string>& words);

}  // namespace armillary::programs
