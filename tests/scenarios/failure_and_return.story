under earliest_finish
         0.000 us  job#0 arrives
         0.000 us  only of job#0 is ready
         0.000 us  job#1 arrives
         0.000 us  only of job#1 is ready
         0.000 us  job#2 arrives
         0.000 us  only of job#2 is ready
         0.000 us  only of job#0 is sent to cpu_0
         0.000 us  only of job#0 starts on cpu_0
         0.000 us  only of job#1 is sent to cpu_1
         0.000 us  only of job#1 starts on cpu_1
         0.000 us  only of job#2 is sent to cpu_0
         4.000 us  cpu_0 fails
         4.000 us  only of job#0 is lost on cpu_0 after 4 us
         4.000 us  only of job#0 is ready
         4.000 us  only of job#2 is ready
         4.000 us  only of job#0 is sent to cpu_1
         4.000 us  only of job#2 is sent to cpu_1
        10.000 us  only of job#1 ends on cpu_1 after 10 us, 0.01 mJ
        10.000 us  only of job#0 starts on cpu_1
        10.000 us  job#1 is done after 10 us
        20.000 us  only of job#0 ends on cpu_1 after 10 us, 0.01 mJ
        20.000 us  only of job#2 starts on cpu_1
        20.000 us  job#0 is done after 20 us
        25.000 us  cpu_0 returns
        30.000 us  only of job#2 ends on cpu_1 after 10 us, 0.01 mJ
        30.000 us  job#2 is done after 30 us
