under round_robin
         0.000 us  frame#0 arrives
         0.000 us  scale of frame#0 is ready
         0.000 us  scale of frame#0 is sent to cpu
         0.000 us  tcm holds 1 MB
         0.000 us  scale of frame#0 starts on cpu
        10.000 us  frame#1 arrives
        10.000 us  scale of frame#1 is ready
        10.000 us  scale of frame#1 is sent to cpu
       100.000 us  scale of frame#0 ends on cpu after 100 us, 0.1 mJ
       100.000 us  features of frame#0 is ready
       100.000 us  scale of frame#1 finds no room on cpu
       100.000 us  features of frame#0 is sent to npu_0
       200.000 us  sram holds 1 MB
       200.000 us  tcm holds 0 B
       200.000 us  dram holds 2 MB
       200.000 us  features of frame#0 starts on npu_0
       200.000 us  tcm holds 1 MB
       200.000 us  scale of frame#1 starts on cpu
       300.000 us  scale of frame#1 ends on cpu after 100 us, 0.1 mJ
       300.000 us  features of frame#1 is ready
       300.000 us  features of frame#0 ends on npu_0 after 100 us, 0.2 mJ
       300.000 us  sram holds 0 B
       300.000 us  2 MB for detect of frame#0 spill to dram
       300.000 us  features of frame#1 is sent to npu_1
       499.000 us  sram holds 1 MB
       499.000 us  tcm holds 0 B
       499.000 us  dram holds 4 MB
       499.000 us  features of frame#1 starts on npu_1
       599.000 us  features of frame#1 ends on npu_1 after 100 us, 0.2 mJ
       599.000 us  sram holds 0 B
       599.000 us  2 MB for detect of frame#1 spill to dram
       600.000 us  detect of frame#0 is ready
       600.000 us  detect of frame#0 is sent to npu_0
       999.000 us  detect of frame#1 is ready
       999.000 us  detect of frame#1 is sent to npu_1
      1000.000 us  detect of frame#0 starts on npu_0
      1200.000 us  detect of frame#0 ends on npu_0 after 200 us, 0.4 mJ
      1200.000 us  dram holds 2 MB
      1200.000 us  frame#0 is done after 1.2 ms
      1200.000 us  detect of frame#1 starts on npu_1
      1400.000 us  detect of frame#1 ends on npu_1 after 200 us, 0.4 mJ
      1400.000 us  dram holds 0 B
      1400.000 us  frame#1 is done after 1.39 ms
