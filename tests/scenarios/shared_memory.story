under earliest_finish
         0.000 us  net#0 arrives
         0.000 us  features of net#0 is ready
         0.000 us  bulk of net#0 is ready
         0.000 us  features of net#0 is sent to npu
         0.000 us  features of net#0 starts on npu
         0.000 us  bulk of net#0 is sent to gpu
         0.000 us  bulk of net#0 starts on gpu
      1000.000 us  npu goes to 500 MHz
      3000.000 us  features of net#0 ends on npu after 3 ms, 4 mJ
      3000.000 us  head of net#0 is ready
      3000.000 us  head of net#0 is sent to gpu
      3600.000 us  bulk of net#0 ends on gpu after 3.6 ms, 10.8 mJ
      3600.000 us  head of net#0 starts on gpu
      4100.000 us  head of net#0 ends on gpu after 500 us, 1.5 mJ
      4100.000 us  net#0 is done after 4.1 ms, too late
