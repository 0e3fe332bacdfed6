#pragma once

#include <QString>
#include <string_view>

namespace armillary::app {

/// What the engine says in a fixed sentence (ways to connect, reasons of refusals), in the window's language. A text
/// with names in it comes back as it is.
QString translatedText(std::string_view text);
/// Whether there are translations of it.
bool isTranslatedText(std::string_view text);

}  // namespace armillary::app
