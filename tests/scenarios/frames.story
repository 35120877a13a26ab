under latency_greedy
         0.000 us  see#0 arrives
         0.000 us  see of see#0 is ready
         0.000 us  see of see#0 is sent to cpu_0
         0.000 us  see of see#0 starts on cpu_0
      8000.000 us  see of see#0 ends on cpu_0 after 8 ms, 0 mJ
      8000.000 us  see#0 is done after 8 ms
      8000.000 us  track#1 arrives
      8000.000 us  track of track#1 is ready
      8000.000 us  track of track#1 is sent to cpu_0
      8000.000 us  track of track#1 starts on cpu_0
      9000.000 us  write#2 arrives
      9000.000 us  write of write#2 is ready
      9000.000 us  write of write#2 is sent to cpu_1
      9000.000 us  write of write#2 starts on cpu_1
      9500.000 us  write of write#2 ends on cpu_1 after 500 us, 0 mJ
      9500.000 us  write#2 is done after 500 us
     10000.000 us  see#3 arrives
     10000.000 us  see of see#3 is ready
     10000.000 us  see of see#3 is sent to cpu_1
     10000.000 us  see of see#3 starts on cpu_1
     12000.000 us  track of track#1 ends on cpu_0 after 4 ms, 0 mJ
     12000.000 us  track#1 is done after 12 ms
     18000.000 us  see of see#3 ends on cpu_1 after 8 ms, 0 mJ
     18000.000 us  see#3 is done after 8 ms
     18000.000 us  track#4 arrives
     18000.000 us  track of track#4 is ready
     18000.000 us  track of track#4 is sent to cpu_0
     18000.000 us  track of track#4 starts on cpu_0
     19000.000 us  write#5 arrives
     19000.000 us  write of write#5 is ready
     19000.000 us  write of write#5 is sent to cpu_1
     19000.000 us  write of write#5 starts on cpu_1
     19500.000 us  write of write#5 ends on cpu_1 after 500 us, 0 mJ
     19500.000 us  write#5 is done after 500 us
     20000.000 us  see#6 arrives
     20000.000 us  see of see#6 is ready
     20000.000 us  see of see#6 is sent to cpu_1
     20000.000 us  see of see#6 starts on cpu_1
     22000.000 us  track of track#4 ends on cpu_0 after 4 ms, 0 mJ
     22000.000 us  track#4 is done after 12 ms
     28000.000 us  see of see#6 ends on cpu_1 after 8 ms, 0 mJ
     28000.000 us  see#6 is done after 8 ms
     28000.000 us  track#7 arrives
     28000.000 us  track of track#7 is ready
     28000.000 us  track of track#7 is sent to cpu_0
     28000.000 us  track of track#7 starts on cpu_0
     29000.000 us  write#8 arrives
     29000.000 us  write of write#8 is ready
     29000.000 us  write of write#8 is sent to cpu_1
     29000.000 us  write of write#8 starts on cpu_1
     29500.000 us  write of write#8 ends on cpu_1 after 500 us, 0 mJ
     29500.000 us  write#8 is done after 500 us
     30000.000 us  see#9 arrives
     30000.000 us  see of see#9 is ready
     30000.000 us  see of see#9 is sent to cpu_1
     30000.000 us  see of see#9 starts on cpu_1
     32000.000 us  track of track#7 ends on cpu_0 after 4 ms, 0 mJ
     32000.000 us  track#7 is done after 12 ms
     38000.000 us  see of see#9 ends on cpu_1 after 8 ms, 0 mJ
     38000.000 us  see#9 is done after 8 ms
     38000.000 us  track#10 arrives
     38000.000 us  track of track#10 is ready
     38000.000 us  track of track#10 is sent to cpu_0
     38000.000 us  track of track#10 starts on cpu_0
     39000.000 us  write#11 arrives
     39000.000 us  write of write#11 is ready
     39000.000 us  write of write#11 is sent to cpu_1
     39000.000 us  write of write#11 starts on cpu_1
     39500.000 us  write of write#11 ends on cpu_1 after 500 us, 0 mJ
     39500.000 us  write#11 is done after 500 us
     42000.000 us  track of track#10 ends on cpu_0 after 4 ms, 0 mJ
     42000.000 us  track#10 is done after 12 ms
under latency_greedy
         0.000 us  see#0 arrives
         0.000 us  see of see#0 is ready
         0.000 us  see of see#0 is sent to cpu
         0.000 us  see of see#0 starts on cpu
     10000.000 us  see#1 arrives
     10000.000 us  see of see#1 is ready
     15000.000 us  see of see#0 ends on cpu after 15 ms, 0 mJ
     15000.000 us  see#0 is done after 15 ms, too late
     15000.000 us  track#2 arrives
     15000.000 us  track of track#2 is ready
     15000.000 us  see of see#1 is sent to cpu
     15000.000 us  see of see#1 starts on cpu
     16000.000 us  write#3 arrives
     16000.000 us  write of write#3 is ready
     20000.000 us  see#4 arrives
     20000.000 us  see of see#4 is ready
     30000.000 us  see of see#1 ends on cpu after 15 ms, 0 mJ
     30000.000 us  see#1 is done after 20 ms, too late
     30000.000 us  track#5 arrives
     30000.000 us  track of track#5 is ready
     30000.000 us  see#6 arrives
     30000.000 us  see of see#6 is ready
     30000.000 us  see of see#4 is sent to cpu
     30000.000 us  see of see#4 starts on cpu
     31000.000 us  write#7 arrives
     31000.000 us  write of write#7 is ready
     40000.000 us  see#6 is dropped
     40000.000 us  job 3 of tracker is dropped
     45000.000 us  see of see#4 ends on cpu after 15 ms, 0 mJ
     45000.000 us  see#4 is done after 25 ms, too late
     45000.000 us  track#8 arrives
     45000.000 us  track of track#8 is ready
     45000.000 us  track of track#2 is sent to cpu
     45000.000 us  track of track#2 starts on cpu
     46000.000 us  write#9 arrives
     46000.000 us  write of write#9 is ready
     49000.000 us  track of track#2 ends on cpu after 4 ms, 0 mJ
     49000.000 us  track#2 is done after 49 ms
     49000.000 us  track of track#5 is sent to cpu
     49000.000 us  track of track#5 starts on cpu
     53000.000 us  track of track#5 ends on cpu after 4 ms, 0 mJ
     53000.000 us  track#5 is done after 43 ms
     53000.000 us  track of track#8 is sent to cpu
     53000.000 us  track of track#8 starts on cpu
     57000.000 us  track of track#8 ends on cpu after 4 ms, 0 mJ
     57000.000 us  track#8 is done after 37 ms
     57000.000 us  write of write#3 is sent to cpu
     57000.000 us  write of write#3 starts on cpu
     57500.000 us  write of write#3 ends on cpu after 500 us, 0 mJ
     57500.000 us  write#3 is done after 41.5 ms
     57500.000 us  write of write#7 is sent to cpu
     57500.000 us  write of write#7 starts on cpu
     58000.000 us  write of write#7 ends on cpu after 500 us, 0 mJ
     58000.000 us  write#7 is done after 27 ms
     58000.000 us  write of write#9 is sent to cpu
     58000.000 us  write of write#9 starts on cpu
     58500.000 us  write of write#9 ends on cpu after 500 us, 0 mJ
     58500.000 us  write#9 is done after 12.5 ms
