# The window on a cluster of its own, by mouse and keyboard: welcome, cluster, deployment, logs, shell, files, node, forward, scale by
# dragging, a broken image, why, undo, stop.
journey=$build/tests/window_journey place=$work/journey
if [[ ! -x $journey ]] || ! command -v xvfb-run >/dev/null; then
  echo 'skipped: built without the window, or xvfb-run is missing'; exit 77
fi
# It starts the programs that stand beside it.
mkdir -p "$place/bin"
cp "$journey" "$place/bin/" && ln -s "$bin"/armillary* "$place/bin/"
after rm -rf "$place"
after "$bin/armillaryctl" down --purge --data-dir "$place/data"
check 'a newcomer finds the way, from the welcome to the end' env ARMILLARY_JOURNEY="$place/data" QTEST_FUNCTION_TIMEOUT=480000 QSG_RHI_BACKEND=opengl LIBGL_ALWAYS_SOFTWARE=1 \
  timeout 500 xvfb-run -a -s '-screen 0 1280x800x24' "$place/bin/window_journey"
check 'and out' timeout 180 "$bin/armillaryctl" down --purge --data-dir "$place/data"
check 'which leaves nothing that runs' within 10 not pgrep -af -- "$place/data"
