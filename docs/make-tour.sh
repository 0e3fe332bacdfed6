#!/usr/bin/env bash
# Makes the pictures of docs/tour.md anew, on simulated machines.
#   usage: docs/make-tour.sh [BUILD_DIR]        build/dev unless given; needs xvfb-run and ImageMagick
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
build=${1:-build/dev}
cmake --build "$build" --target window_tour
mkdir -p docs/images/tour
ARMILLARY_TOUR=$PWD/docs/images/tour QSG_RHI_BACKEND=opengl LIBGL_ALWAYS_SOFTWARE=1 \
  xvfb-run -a -s '-screen 0 1400x900x24' "$build/tests/window_tour"
# A quarter of the size: 256 colours are enough for them.
for picture in docs/images/tour/*.png; do convert "$picture" +dither -colors 255 "PNG8:$picture"; done
