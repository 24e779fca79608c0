package org.businessmetrics.bench;

import com.sun.management.GarbageCollectionNotificationInfo;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;

/** The most of the heap that was still in use after any one garbage collection. */
final class LiveHeap {
  private final AtomicLong most = new AtomicLong();

  private LiveHeap() {}

  /** Watches this process from now on. */
  static LiveHeap watch() {
    LiveHeap heap = new LiveHeap();
    for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      ((NotificationEmitter) collector)
          .addNotificationListener(
              (notification, handback) -> {
                if (notification.getUserData() instanceof CompositeData data) {
                  heap.collected(GarbageCollectionNotificationInfo.from(data));
                }
              },
              null,
              null);
    }
    return heap;
  }

  /** In bytes; 0 when nothing was collected yet. */
  long most() {
    return most.get();
  }

  private void collected(GarbageCollectionNotificationInfo info) {
    long used =
        info.getGcInfo().getMemoryUsageAfterGc().entrySet().stream()
            .filter(pool -> isHeap(pool.getKey()))
            .map(pool -> pool.getValue())
            .mapToLong(MemoryUsage::getUsed)
            .sum();
    most.accumulateAndGet(used, Math::max);
  }

  private static boolean isHeap(String pool) {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(bean -> bean.getName().equals(pool))
        .anyMatch(bean -> bean.getType() == MemoryType.HEAP);
  }
}
