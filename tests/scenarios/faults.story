under earliest_finish
         0.000 us  job#0 arrives
         0.000 us  main of job#0 is ready
         0.000 us  main of job#0 is sent to cpu_0
         0.000 us  main of job#0 starts on cpu_0
         6.000 us  main of job#0 keeps 25 % on cpu_0
        10.000 us  job#1 arrives
        10.000 us  main of job#1 is ready
        10.000 us  main of job#1 is sent to cpu_1
        10.000 us  main of job#1 starts on cpu_1
        12.000 us  main of job#0 keeps 50 % on cpu_0
        14.000 us  cpu_0 fails
        14.000 us  main of job#0 is lost on cpu_0 after 14 us, 2 us after its checkpoint
        16.000 us  main of job#1 keeps 25 % on cpu_1
        16.000 us  cpu_0 is found to be down
        16.000 us  main of job#0 is ready
        16.000 us  main of job#0 is sent to cpu_1
        18.000 us  cpu_1 runs at 50 % of its speed
        26.000 us  main of job#1 keeps 50 % on cpu_1
        28.000 us  cpu_1 runs at 100 % of its speed
        33.000 us  main of job#1 keeps 75 % on cpu_1
        34.000 us  cpu_0 returns
        38.000 us  main of job#1 ends on cpu_1 after 28 us, 0.028 mJ
        38.000 us  end of job#1 is ready
        38.000 us  main of job#0 starts on cpu_1
        38.000 us  end of job#1 is sent to sink
        44.000 us  main of job#0 keeps 75 % on cpu_1
        48.000 us  end of job#1 starts on sink
        49.000 us  main of job#0 ends on cpu_1 after 11 us, 0.011 mJ
        49.000 us  end of job#0 is ready
        49.000 us  end of job#1 ends on sink after 1 us, 0 mJ
        49.000 us  job#1 is done after 39 us
        49.000 us  end of job#0 is sent to sink
        50.000 us  bus carries 50 % of its bandwidth
        54.000 us  bus carries 100 % of its bandwidth
        61.000 us  end of job#0 starts on sink
        62.000 us  end of job#0 ends on sink after 1 us, 0 mJ
        62.000 us  job#0 is done after 62 us
